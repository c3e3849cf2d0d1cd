import type { Browser, Page } from '@playwright/test'
import { startProgram } from './fixtures/program'
import { expect, guarded, type Guard, type House, refusal, test } from './fixtures/test'

const PASSWORD = 'a quiet river runs north'

const home = (page: Page) => expect(page.getByRole('heading', { level: 1, name: 'What needs a human today' })).toBeVisible()

async function withPassword(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** A new person with a fresh one-time link. */
async function guest(house: House, name: string): Promise<{ email: string; link: string }> {
  const email = `${name}@guest.test`
  const made = await house.api.post('/api/v1/people', { email, name, roles: ['member'] })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const invitation = await house.api.post(`/api/v1/people/${email}/invitation`)
  return { email, link: String(invitation.body['signInUrl']) }
}

/** A browser of its own, signed in by the guest's link, which then chooses a password. */
async function arrive(browser: Browser, house: House, guard: Guard, link: string): Promise<Page> {
  const page = await (await guarded(browser, house.url, guard)).newPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Your password' })).toBeVisible()
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByText('Your password is saved.')).toBeVisible()
  return page
}

async function anotherBrowser(browser: Browser, house: House, guard: Guard, email: string): Promise<Page> {
  const page = await (await guarded(browser, house.url, guard)).newPage()
  await page.goto('/sign-in')
  await withPassword(page, email, PASSWORD)
  await home(page)
  return page
}

test('the printed set-up link makes one administrator, by the form alone and once', async ({ page, guard }) => {
  const program = await startProgram({ headless: false })
  try {
    const link = /http:\S+\/set-up\?token=\S+/.exec(program.output())?.[0] ?? ''
    const token = new URL(link).searchParams.get('token') ?? ''
    // What mail scanners and link previews do.
    for (const address of [link, link, `${program.url}/api/auth/callback/setup?token=${token}&email=x%40acme.test&password=${encodeURIComponent(PASSWORD)}`]) await fetch(address)
    await page.goto(link)
    await page.getByLabel('Name').fill('First')
    await page.getByLabel('E-mail').fill('first@acme.test')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await home(page)
    await expect(page.getByText('You are the only administrator')).toBeVisible()

    guard.allow(/401/)
    await page.context().clearCookies()
    await page.goto(link)
    await page.getByLabel('Name').fill('Second')
    await page.getByLabel('E-mail').fill('second@acme.test')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(refusal(page)).toContainText('used already')
    await expect(page.getByLabel('E-mail')).toHaveValue('second@acme.test')
  } finally {
    await program.stop()
    program.clean()
  }
})

test('a one-time link survives being opened, and is used up by its button', async ({ page, house, guard }) => {
  const { link } = await guest(house, 'once')
  const token = new URL(link).searchParams.get('token') ?? ''
  for (const address of [link, link, `${house.url}/api/auth/callback/link?token=${token}`]) await fetch(address)
  await page.goto(link)
  await page.reload()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Your password' })).toBeVisible()
  await page.context().clearCookies()
  guard.allow(/401/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(refusal(page)).toContainText('used already')
})

test('a wrong password is said above the form, which keeps the e-mail', async ({ page, house, guard }) => {
  guard.allow(/401/)
  await page.goto('/sign-in')
  await withPassword(page, house.program.admin.email, 'not the password at all')
  await expect(refusal(page)).toContainText('E-mail and password do not fit together')
  await expect(page.getByLabel('E-mail')).toHaveValue(house.program.admin.email)
  await withPassword(page, house.program.admin.email, house.program.admin.password)
  await home(page)
})

test('after signing in one is where one wanted to be, but never on another site', async ({ page, house }) => {
  await page.goto('/servers?lifecycle=active')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await withPassword(page, house.program.admin.email, house.program.admin.password)
  await expect(page).toHaveURL(`${house.url}/servers?lifecycle=active`)
  // Signed in already, the page goes on by itself: the same rule.
  for (const then of ['https://evil.test/', '//evil.test/', '/\\evil.test', '/\t/evil.test', 'javascript:alert(1)']) {
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(then)}`)
    await home(page)
    expect(page.url(), then).toBe(`${house.url}/`)
  }
  await page.context().clearCookies()
  await page.goto('/sign-in?callbackUrl=%2F%2Fevil.test')
  await withPassword(page, house.program.admin.email, house.program.admin.password)
  await home(page)
  expect(page.url()).toBe(`${house.url}/`)
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await page.request.post('/api/auth/callback/password', { form: { csrfToken, json: 'true', callbackUrl: 'https://evil.test/', email: house.program.admin.email, password: house.program.admin.password } })
  expect(await answer.text()).not.toContain('evil.test')
})

test('signing out ends the session itself, not only the cookie', async ({ browser, house, guard }) => {
  const { link } = await guest(house, 'leaver')
  const page = await arrive(browser, house, guard, link)
  const cookies = await page.context().cookies()
  await page.getByRole('button', { name: 'leaver, your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.context().addCookies(cookies)
  await page.goto('/servers')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.context().close()
})

test('“sign out everywhere” is felt by another browser at its next request', async ({ browser, house, guard }) => {
  const { link, email } = await guest(house, 'two-browsers')
  const here = await arrive(browser, house, guard, link)
  const there = await anotherBrowser(browser, house, guard, email)
  await here.getByRole('button', { name: 'two-browsers, your account' }).click()
  await here.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
  await expect(here.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await there.getByRole('link', { name: 'Servers' }).click()
  await expect(there.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(there).toHaveURL(/callbackUrl=%2Fservers/)
  for (const page of [here, there]) await page.context().close()
})

test('a revoked session is out at once, and so is whoever has left', async ({ browser, house, guard }) => {
  const { link, email } = await guest(house, 'revoked')
  const here = await arrive(browser, house, guard, link)
  const there = await anotherBrowser(browser, house, guard, email)
  await here.goto('/settings/sessions')
  await here.getByRole('row').filter({ hasText: 'by password' }).getByRole('button', { name: 'End' }).click()
  await expect(here.getByText('The session has ended.')).toBeVisible()
  await there.reload()
  await expect(there).toHaveURL(/\/sign-in/)
  expect((await house.api.patch(`/api/v1/people/${email}`, { active: false })).status).toBe(200)
  await here.reload()
  await expect(here).toHaveURL(/\/sign-in/)
  for (const page of [here, there]) await page.context().close()
})
