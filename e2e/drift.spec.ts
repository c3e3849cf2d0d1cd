import type { Locator, Page } from '@playwright/test'
import { expect, refusal, signIn, test } from './fixtures/test'

test.beforeEach(async ({ page, house }) => signIn(page, house, 'rae'))

const drawerOf = (page: Page): Locator => page.getByRole('complementary', { name: /^Finding fnd_/ })
const rowsOf = (page: Page): Locator => page.getByRole('table', { name: 'Findings' }).locator('tbody tr')

/** Presses Tab until the focus is on what fits; a page is no longer than that. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 120; i += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${selector}.`)
}

async function openFinding(page: Page, row: RegExp): Promise<Locator> {
  await page.goto('/drift')
  await rowsOf(page).filter({ hasText: row }).getByRole('link').click()
  await expect(drawerOf(page)).toBeVisible()
  return drawerOf(page)
}

test('a finding is reached and left by keyboard alone, and its evidence carries its filter along', async ({ page }) => {
  await page.goto('/drift')
  await expect(page).toHaveURL(/status=open/)
  await page.keyboard.press('/')
  await page.keyboard.type('merge_pull_request')
  await page.keyboard.press('Enter')
  await expect(rowsOf(page)).toHaveCount(1)
  await tabTo(page, 'a[data-row]')
  await page.keyboard.press('Enter')
  const drawer = drawerOf(page)
  await expect(drawer).toContainText('Why no grant covers it')
  await expect(drawer.locator('.db')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(page.locator('a[data-row]')).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(drawer.locator('.db')).toBeFocused()
  await tabTo(page, 'aside.drawer a[href^="/activity?"][href*="verdict="]')
  await expect(drawer.getByRole('link', { name: '6 calls' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/activity\?/)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ server: 'github', target: 'merge_pull_request', verdict: 'ungranted' })
  await expect(page.getByRole('table', { name: 'Events' }).locator('tbody tr')).toHaveCount(6)
})

test('Back closes the drawer, and the address brings it back', async ({ page }) => {
  const drawer = await openFinding(page, /shadow-db/)
  const address = page.url()
  await page.reload()
  await expect(drawer).toContainText('shadow-db')
  await page.goBack()
  await expect(drawer).toBeHidden()
  await expect(page).toHaveURL(/\/drift\?status=open$/)
  await page.goto(address)
  await expect(drawer).toContainText('Register the server')
})

test('a finding is acknowledged only with a reason, which stays in its history', async ({ page }) => {
  const drawer = await openFinding(page, /unregistered agent/)
  await drawer.getByRole('button', { name: 'Acknowledge' }).click()
  await drawer.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(drawer.getByLabel('Reason')).toBeFocused()
  await drawer.getByLabel('Reason').fill('Known to the platform team')
  await drawer.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('The finding is acknowledged.')).toBeVisible()
  await expect(drawer).toContainText('acknowledged since')
  await expect(drawer).toContainText('Known to the platform team')
  await expect(drawer.getByRole('button', { name: 'Reopen' })).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
})

test('a risk is accepted until a date, and not until one that has passed', async ({ page }) => {
  const drawer = await openFinding(page, /reports/)
  const accept = async (until: string): Promise<void> => {
    await drawer.getByLabel('Until').fill(until)
    await drawer.getByLabel('Reason').fill('Nobody uses it until it is taken over')
    await drawer.getByRole('button', { name: 'Accept until' }).click()
  }
  await drawer.getByRole('button', { name: 'Accept until…' }).click()
  await accept('2020-01-01')
  await expect(drawer.getByLabel('Until')).toHaveAttribute('aria-invalid', 'true')
  await expect(refusal(page)).toContainText('has passed already')
  await expect(drawer.getByLabel('Reason')).toHaveValue('Nobody uses it until it is taken over')
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await accept(until)
  await expect(drawer).toContainText('accepted since')
  await expect(drawer).toContainText(`(until ${until})`)
})

test('the exported table holds the findings of the filter on the screen', async ({ page }) => {
  await page.goto('/drift?status=open&server=github')
  const shown = await rowsOf(page).getByRole('link').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('finding')))
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export' }).click()
  const file = await (await waiting).createReadStream()
  let text = ''
  for await (const part of file) text += String(part)
  const [head, ...lines] = text.trimEnd().split('\r\n')
  expect(head).toMatch(/^id,kind,status,severity,server,/)
  expect(shown.length).toBeGreaterThan(2)
  expect(lines.map((line) => line.split(',')[0]).sort()).toEqual(shown.sort())
})

test('arrow keys walk the matrix and Enter opens the pair’s findings', async ({ page }) => {
  await page.goto('/drift')
  const matrix = page.getByRole('grid', { name: 'Declared against observed, server by agent' })
  await expect(matrix.locator('[tabindex="0"]')).toHaveCount(1)
  await matrix.locator('[tabindex="0"]').focus()
  await page.keyboard.press('Home')
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('ArrowUp')
  const at = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-at]')?.dataset['at'])
  expect(await at()).toBe('0 0')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  expect(await at()).toBe('1 1')
  await expect(matrix.locator('[tabindex="0"]')).toHaveCount(1)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowLeft')
  expect(await at()).toBe('0 0')

  await matrix.getByRole('link', { name: /^github, triage:/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/server=github/)
  await expect(page).toHaveURL(/agent=spiffe/)
  for (const row of await rowsOf(page).all()) await expect(row).toContainText('github')
})

test('who may only read a finding sees why there is nothing to press', async ({ as, page: _page }) => {
  const page = await as('abe')
  await openFinding(page, /shadow-db/)
  await expect(drawerOf(page)).toContainText('Your roles let you read this finding, not decide it.')
  await expect(drawerOf(page).getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
})

test('what-if says what a revoked grant would have refused, changes nothing, and keeps its question in the address', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  const before = (await house.api.all('/api/v1/trail')).length
  await page.goto(`/grants/${house.company.grants['charge']}`)
  await page.getByRole('link', { name: 'What if it had been revoked?' }).click()
  await expect(page.getByRole('heading', { level: 2, name: /that today’s grants cover would not be covered/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Calls by verdict' })).toContainText('granted')
  await page.getByRole('link', { name: '7 days' }).click()
  await expect(page).toHaveURL(/revoke=gnt_.*days=7|days=7.*revoke=gnt_/)
  expect((await house.api.all('/api/v1/trail')).length).toBe(before)
  expect((await house.api.get(`/api/v1/grants/${house.company.grants['charge']}`)).body['state']).toBe('active')
})

test('what-if tells what one more grant would have covered, from a form whose address is the question', async ({ page, house }) => {
  const grants = async (): Promise<number> => (await house.api.all('/api/v1/grants')).length
  const before = await grants()
  await page.goto('/drift/what-if')
  await page.getByRole('link', { name: 'One grant more' }).click()
  const form = page.getByRole('form', { name: 'A grant to add' })
  await form.getByLabel('Server').fill('github')
  await form.getByLabel('Target').fill('merge_pull_request')
  await form.getByLabel('Agent').fill('nobody-of-that-name')
  await form.getByLabel('At most').selectOption('write')
  await form.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('no agent is known by this name').first()).toBeVisible()
  await expect(form.getByLabel('Agent')).toHaveAttribute('aria-invalid', 'true')
  await expect(form.getByLabel('Target')).toHaveValue('merge_pull_request')

  await form.getByLabel('Agent').fill('spiffe://acme.test/agent/triage')
  await form.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { name: '6 calls that today’s grants do not cover would be covered' })).toBeVisible()
  const address = page.url()
  expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({ server: 'github', target: 'merge_pull_request', access: 'write' })
  await page.goto('/')
  await page.goto(address)
  await expect(page.getByRole('heading', { name: '6 calls that today’s grants do not cover would be covered' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Calls that would differ' })).toContainText('merge_pull_request')
  expect(await grants()).toBe(before)
})

test('a call that nobody allowed leads to the question what a grant of it would cover', async ({ page }) => {
  const drawer = await openFinding(page, /merge_pull_request/)
  await drawer.getByRole('link', { name: 'What if…' }).click()
  await expect(page).toHaveURL(/\/drift\/what-if\?/)
  await expect(page.getByRole('heading', { name: '6 calls that today’s grants do not cover would be covered' })).toBeVisible()
})
