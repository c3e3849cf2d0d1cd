import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import { apiOf } from './fixtures/http'
import { type IdentityProvider, startIdentityProvider } from './fixtures/identity-provider'
import { freePort, type Program, startProgram } from './fixtures/program'
import { newSession, refusal } from './fixtures/test'

type Place = { program: Program; provider: IdentityProvider }

const test = base.extend<object, { place: Place }>({
  place: [async ({}, use) => {
    const port = await freePort()
    const provider = await startIdentityProvider(`http://127.0.0.1:${port}`)
    const program = await startProgram({
      port, env: {
        BAILIWICK_OIDC_ISSUER: provider.issuer, BAILIWICK_OIDC_CLIENT_ID: provider.clientId, BAILIWICK_OIDC_CLIENT_SECRET: provider.clientSecret,
        BAILIWICK_OIDC_NAME: 'Acme login', BAILIWICK_OIDC_SCOPES: 'openid email profile groups', BAILIWICK_OIDC_ROLE_MAP: 'auditors=auditor,admins=admin',
      },
    })
    await use({ program, provider })
    await program.stop()
    program.clean()
    await provider.stop()
  }, { scope: 'worker', timeout: 400_000 }],
})

/** A browser that has signed in nowhere; pages that break the content security policy fail the test. */
async function newBrowser(browser: Browser, url: string): Promise<{ context: BrowserContext; page: Page; violations: string[] }> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } })
  const violations: string[] = []
  await context.exposeBinding('violated', (_source, what: string) => { violations.push(what) })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => (window as unknown as { violated: (what: string) => void }).violated(`${event.violatedDirective} ${event.blockedURI}`))
  })
  return { context, page: await context.newPage(), violations }
}

/** The provider's own pages: who one is, then what the console may know. */
async function atProvider(page: Page, subject: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(subject)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function comeIn(page: Page, subject: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await atProvider(page, subject)
}

const home = (page: Page) => expect(page.getByRole('heading', { level: 1, name: 'What needs a human today' })).toBeVisible()

async function rolesOf(place: Place, email: string): Promise<unknown> {
  return (await apiOf(place.program.url, place.program.token).get(`/api/v1/people/${email}`)).body['roles']
}

test('somebody new comes in with PKCE, state and nonce, is a member with the roles of the groups, and lands where they wanted to be', async ({ browser, place }) => {
  const { program, provider } = place
  provider.accounts['nora'] = { email: 'nora@acme.test', name: 'Nora New', groups: ['auditors', 'everybody'] }
  const { context, page, violations } = await newBrowser(browser, program.url)
  await page.goto('/servers?lifecycle=active')
  await page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await atProvider(page, 'nora')
  await expect(page).toHaveURL(`${program.url}/servers?lifecycle=active`)
  await expect(page.getByRole('button', { name: 'Nora New, your account' })).toBeVisible()
  expect(await rolesOf(place, 'nora@acme.test')).toEqual(['member', 'auditor'])

  const [asked] = provider.asked
  expect(asked?.get('code_challenge_method')).toBe('S256')
  for (const name of ['code_challenge', 'state', 'nonce']) expect(asked?.get(name)?.length, name).toBeGreaterThan(20)
  expect(asked?.get('redirect_uri')).toBe(`${program.url}/api/auth/callback/sso`)
  expect(violations).toEqual([])
  await context.close()
})

test('signing out ends the session here and at the provider, which asks who one is again', async ({ browser, place }) => {
  const { program, provider } = place
  provider.accounts['sven'] = { email: 'sven@acme.test', name: 'Sven', groups: [] }
  const { context, page, violations } = await newBrowser(browser, program.url)
  await comeIn(page, 'sven')
  await home(page)
  const before = provider.endedSessions()
  await page.getByRole('button', { name: 'Sven, your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await expect(page.getByText('You are signed out here and at Acme login.')).toBeVisible()
  expect(provider.endedSessions()).toBe(before + 1)
  await page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible()
  expect(violations).toEqual([])
  await context.close()
})

test('a group that is gone at the provider takes its role at the next sign-in', async ({ browser, place }) => {
  place.provider.accounts['gus'] = { email: 'gus@acme.test', name: 'Gus', groups: ['admins', 'auditors'] }
  const first = await newBrowser(browser, place.program.url)
  await comeIn(first.page, 'gus')
  await home(first.page)
  expect(await rolesOf(place, 'gus@acme.test')).toEqual(['member', 'auditor', 'admin'])
  place.provider.accounts['gus'] = { email: 'gus@acme.test', name: 'Gus', groups: ['auditors'] }
  const second = await newBrowser(browser, place.program.url)
  await comeIn(second.page, 'gus')
  await home(second.page)
  expect(await rolesOf(place, 'gus@acme.test')).toEqual(['member', 'auditor'])
  // The older session has lost the role too.
  await first.page.goto('/settings/sign-on')
  await expect(first.page.getByText('Only administrators see this')).toBeVisible()
  await first.context.close()
  await second.context.close()
})

test('whoever is deactivated lands on the sign-in page at the next click, and single sign-on does not bring them back', async ({ browser, place }) => {
  place.provider.accounts['dora'] = { email: 'dora@acme.test', name: 'Dora', groups: [] }
  const { context, page } = await newBrowser(browser, place.program.url)
  await comeIn(page, 'dora')
  await home(page)
  const answer = await apiOf(place.program.url, place.program.token).patch('/api/v1/people/dora@acme.test', { active: false })
  expect(answer.status).toBe(200)
  await page.getByRole('link', { name: 'Servers' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await expect(refusal(page)).toContainText('Your account here is not active any more')
  await context.close()
})

test('failures are said in our words: an unverified address, a refusal there, an answer that nobody asked for', async ({ browser, place }) => {
  place.provider.accounts['una'] = { email: 'root@acme.test', name: 'Una', email_verified: false, groups: ['admins'] }
  const { context, page } = await newBrowser(browser, place.program.url)
  await comeIn(page, 'una')
  await expect(refusal(page)).toContainText('The provider has not verified your e-mail address')
  await page.goto('/api/auth/callback/sso?error=access_denied&error_description=Call+this+number')
  await expect(refusal(page)).toContainText('The provider did not let you in')
  await expect(page.getByText('Call this number')).toHaveCount(0)
  await context.clearCookies()
  await page.goto(`/api/auth/callback/sso?code=stolen&state=guessed&iss=${encodeURIComponent(place.provider.issuer)}`)
  await expect(refusal(page)).toContainText('started too long ago, in another browser, or used already')
  await page.goto('/sign-in?problem=Your+account+is+blocked')
  await expect(refusal(page)).toHaveCount(0)
  await context.close()
})

test('another browser’s answer signs nobody in: without its own cookies a code is worth nothing', async ({ browser, place }) => {
  place.provider.accounts['eve'] = { email: 'eve@acme.test', name: 'Eve', groups: [] }
  const thief = await newBrowser(browser, place.program.url)
  const returned = thief.page.waitForRequest((request) => request.url().includes('/api/auth/callback/sso?'))
  await thief.page.goto('/sign-in')
  await thief.page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await expect(thief.page.getByPlaceholder('Enter any login')).toBeVisible()
  // The thief's own browser forgets that it asked, so that the code stays unused.
  await thief.context.clearCookies({ name: /^next-auth/ })
  await atProvider(thief.page, 'eve')
  const stolen = (await returned).url()
  expect(stolen).toContain('code=')
  await expect(refusal(thief.page)).toContainText('in another browser')

  const victim = await newBrowser(browser, place.program.url)
  await victim.page.goto(stolen)
  await expect(refusal(victim.page)).toContainText('in another browser')
  // Nor while the victim is on the way to the provider: the state is another.
  await victim.page.getByRole('button', { name: 'Continue with Acme login' }).click()
  await expect(victim.page.getByPlaceholder('Enter any login')).toBeVisible()
  await victim.page.goto(stolen)
  await expect(refusal(victim.page)).toContainText('in another browser')
  expect((await apiOf(place.program.url, place.program.token).get('/api/v1/people/eve@acme.test')).status).toBe(404)
  await thief.context.close()
  await victim.context.close()
})

test('the test page goes the whole way, shows claims, person and roles, and changes nothing', async ({ browser, place }) => {
  const { program, provider } = place
  provider.accounts['tess'] = { email: 'tess@acme.test', name: 'Tess Tester', groups: ['auditors'] }
  const { context, page, violations } = await newBrowser(browser, program.url)
  await context.addCookies(await newSession(program.url, 'password', program.admin))
  await page.goto('/settings/sign-on')
  await expect(page.getByText(`${program.url}/api/auth/callback/sso`)).toBeVisible()
  await expect(page.getByText(provider.clientSecret)).toHaveCount(0)
  await page.getByRole('button', { name: 'Test the sign-on' }).click()
  await atProvider(page, 'tess')
  await expect(page.getByRole('heading', { name: 'Result of the test' })).toBeVisible()
  await expect(page.getByText('Tess Tester (tess@acme.test), who would become a new member.')).toBeVisible()
  await expect(page.getByText('Auditor: by the group auditors.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'groups ["auditors"]' })).toBeVisible()
  await expect(page.getByRole('row', { name: /nonce masked/ })).toBeVisible()
  expect((await apiOf(program.url, program.token).get('/api/v1/people/tess@acme.test')).status).toBe(404)
  await page.goto('/settings/sessions')
  await expect(page.getByText('by password, this one')).toBeVisible()
  expect(violations).toEqual([])

  // The same without the claim: said, and no role is taken for it.
  delete provider.accounts['tess'].groups
  await page.goto('/settings/sign-on')
  await page.getByRole('button', { name: 'Test the sign-on' }).click()
  await expect(page.getByText('There is no claim “groups”')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('test-page.png'), fullPage: true })
  await context.close()
})

test('a wrong client secret and a silent provider are said where the test began', async ({ browser }) => {
  const port = await freePort()
  const provider = await startIdentityProvider(`http://127.0.0.1:${port}`)
  provider.accounts['root'] = { email: 'root@acme.test', name: 'Root', groups: [] }
  const program = await startProgram({ port, env: { BAILIWICK_OIDC_ISSUER: provider.issuer, BAILIWICK_OIDC_CLIENT_ID: provider.clientId, BAILIWICK_OIDC_CLIENT_SECRET: 'another secret', BAILIWICK_OIDC_NAME: 'Acme login', BAILIWICK_OIDC_ONLY: 'true' } })
  try {
    const { context, page } = await newBrowser(browser, program.url)
    // Single sign-on only, and it does not work: the administrator's password is the way in.
    await page.goto('/sign-in')
    await page.getByText('Use a password, as an administrator').click()
    await page.getByLabel('E-mail').fill(program.admin.email)
    await page.getByLabel('Password').fill(program.admin.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await home(page)
    await page.goto('/settings/sign-on')
    await page.getByRole('button', { name: 'Test the sign-on' }).click()
    await atProvider(page, 'root')
    await expect(page.getByText('The provider does not accept this console’s client id or secret')).toBeVisible()
    await provider.stop()
    await page.getByRole('button', { name: 'Test the sign-on' }).click()
    await expect(refusal(page)).toContainText('does not answer (ECONNREFUSED)')
    await context.close()
  } finally {
    await program.stop()
    program.clean()
    await provider.stop()
  }
})
