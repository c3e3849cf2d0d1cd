import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { apiOf } from './fixtures/http'
import { type Program, startProgram } from './fixtures/program'
import { declareHolders, declareServers, declareSource, importGrants, nativeOf } from './outside/declare'
import { makeWorld } from './outside/world'

/** Every screen, as a person sees it: nothing refused by the content security policy, no error in the console, axe clean, no sideways scroll. */
let program: Program
const SCREENS = ['/', '/drift', '/activity', '/servers', '/servers/new', '/agents', '/agents/new', '/clients', '/clients/new', '/grants', '/grants/import', '/people', '/people/new', '/teams', '/sources', '/sources/new', '/sources/dead-letters', '/trail', '/settings/tokens', '/settings/sessions']

test.beforeAll(async () => {
  program = await startProgram()
  const api = apiOf(program.url, program.token)
  const now = Date.now()
  const world = makeWorld(7, now)
  const ingest = await declareSource(api, (token) => apiOf(program.url, token), 'gw', now)
  await declareHolders(api, world)
  await declareServers(api, world)
  await importGrants(api, world.grants)
  await ingest.post('/api/v1/events', { events: [...world.events.map(nativeOf), { kind: 'nonsense' }] })
  expect((await api.post('/api/v1/drift/run')).status).toBe(200)
})
test.afterAll(async () => {
  await program.stop()
  program.clean()
})

/** Collects what must not happen; what a test provokes on purpose it takes out itself. */
function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  return faults
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${program.url}/sign-in`)
  await page.getByLabel('E-mail').fill(program.admin.email)
  await page.getByLabel('Password').fill(program.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'What needs a human today' })).toBeVisible()
}

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`every screen is clean in ${theme} at ${width} px`, async ({ page, context }) => {
      test.setTimeout(180_000)
      const faults = watch(page)
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))
      })
      await page.setViewportSize({ width, height: 900 })
      await context.addCookies([{ name: 'theme', value: theme, url: program.url }])
      await signIn(page)
      const found: string[] = []
      for (const path of SCREENS) {
        await page.goto(program.url + path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
        found.push(...violations.map((one) => `${path} ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`))
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (overflow > 0) found.push(`${path} scrolls sideways by ${overflow} px`)
      }
      expect(found).toEqual([])
      expect(faults).toEqual([])
    })
  }
}

test('every answer carries the strict policy: nonce scripts, no framing, no sniffing', async ({ request }) => {
  for (const path of ['/sign-in', '/nothing-here', '/api/health/live']) {
    const headers = (await request.get(program.url + path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-powered-by']).toBeUndefined()
  }
  const [first, second] = await Promise.all([request.get(`${program.url}/sign-in`), request.get(`${program.url}/sign-in`)])
  const nonce = (text: string | undefined) => /'nonce-([^']+)'/.exec(text ?? '')?.[1]
  expect(nonce(first.headers()['content-security-policy'])).not.toBe(nonce(second.headers()['content-security-policy']))
})

test('a wrong password says so in place and keeps the e-mail', async ({ page }) => {
  await page.goto(`${program.url}/sign-in`)
  await page.getByLabel('E-mail').fill('nobody@acme.test')
  await page.getByLabel('Password').fill('wrong wrong wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail and password do not fit together')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@acme.test')
})

test('a screen asked for without a session leads to sign-in and back; another site is never led to', async ({ page }) => {
  await page.goto(`${program.url}/grants?state=active`)
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.goto(`${program.url}/sign-in?callbackUrl=https://evil.test/`)
  await page.getByLabel('E-mail').fill(program.admin.email)
  await page.getByLabel('Password').fill(program.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${program.url}/`)
})

test('from the drift page to a finding and its calls by keyboard; the filter goes along, Back comes back', async ({ page }) => {
  const faults = watch(page)
  await signIn(page)
  await page.goto(`${program.url}/drift`)
  await expect(page).toHaveURL(/status=open/)
  const first = page.getByRole('table', { name: 'Findings' }).getByRole('link').first()
  await first.focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: /^Finding fnd_/ })
  await expect(drawer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await page.goBack()
  await expect(drawer).toBeVisible()
  await page.reload()
  await expect(drawer).toBeVisible()
  await drawer.getByRole('link', { name: /calls$/ }).first().click()
  await expect(page).toHaveURL(/\/activity\?.*verdict=/)
  await expect(page.getByRole('table', { name: 'Events' }).getByRole('row').nth(1)).toBeVisible()
  expect(faults).toEqual([])
})

test('a finding is acknowledged with a reason, and the trail says who did it', async ({ page }) => {
  await signIn(page)
  await page.goto(`${program.url}/drift`)
  await page.getByRole('table', { name: 'Findings' }).getByRole('link').first().click()
  const drawer = page.getByRole('complementary', { name: /^Finding fnd_/ })
  await drawer.getByRole('button', { name: 'Acknowledge' }).click()
  await drawer.getByLabel('Reason').fill('Looking into it')
  await drawer.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('The finding is acknowledged.')).toBeVisible()
  await page.goto(`${program.url}/trail?action=finding.acknowledged`)
  await expect(page.getByRole('row', { name: /finding.acknowledged/ })).toHaveCount(1)
})

test('signing out everywhere ends another browser’s session at its next request', async ({ browser, page }) => {
  await signIn(page)
  const other = await browser.newPage()
  await signIn(other)
  await page.goto(`${program.url}/settings/sessions`)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await other.goto(`${program.url}/servers`)
  await expect(other).toHaveURL(/\/sign-in/)
  await other.close()
})
