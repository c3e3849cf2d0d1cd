import type { Page } from '@playwright/test'
import { made, PEOPLE } from './fixtures/company'
import { expect, guarded, type House, type Persona, refusal, test } from './fixtures/test'

/** A server of Olga's whose stand-in is Mia, with two tools; asked for by what they do. */
async function server(house: House, slug: string): Promise<string> {
  await made(house.api, '/api/v1/servers', {
    slug, name: slug.toUpperCase(), purpose: `Tickets of ${slug}`, environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: `https://mcp.acme.test/${slug}`,
    identity: { kind: 'spiffe', id: `spiffe://acme.test/mcp/${slug}` }, ownerEmail: PEOPLE.olga.email, backupOwnerEmail: PEOPLE.mia.email,
  })
  await made(house.api, `/api/v1/servers/${slug}/transitions`, { to: 'active', reason: 'Reviewed' }, 200)
  for (const [name, accessClass] of [['open_ticket', 'write'], ['list_tickets', 'read']] as const) {
    const answer = await house.api.patch(`/api/v1/servers/${slug}/tools/${name}`, { accessClass, reason: 'Looked at' })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  }
  return slug
}

const stands = (page: Page): Promise<string> => page.locator('.head p').innerText()
const panel = (page: Page) => page.getByRole('region', { name: 'What this would add' })

/** Fills in the form: one tool, found by what it does. */
async function fillIn(page: Page, slug: string, does = 'open ticket'): Promise<void> {
  await page.goto(`/requests/new?server=${slug}`)
  const search = page.getByRole('combobox', { name: 'What it is to reach' })
  await search.fill(does)
  await expect(page.getByRole('listbox', { name: 'Tools found' }).getByRole('option').first()).toBeVisible()
  await search.press('Enter')
  await page.getByLabel('Agent', { exact: true }).fill('triage')
  await page.getByLabel('Purpose').fill('Bug reports become tickets')
}

/** Asks as Olga does, and answers the address of the request. */
async function asked(page: Page, slug: string, does?: string): Promise<string> {
  await fillIn(page, slug, does)
  await expect(panel(page).getByRole('list', { name: 'Who must agree' })).toBeVisible()
  await page.getByRole('button', { name: 'Send the request' }).click()
  await expect(page).toHaveURL(/\/requests\/req_[a-z0-9]+$/)
  return new URL(page.url()).pathname
}

test('an owner asks for a tool by what it does and sees who must agree; stand-in and reviewer answer; all read the same words', async ({ as, house }) => {
  const slug = await server(house, 'desk')
  const olga = await as('olga')
  await olga.goto(`/servers/${slug}`)
  await olga.getByRole('link', { name: 'Request access' }).click()
  await fillIn(olga, slug)
  const targets = olga.getByRole('list', { name: 'Targets' })
  await expect(targets.getByText('open_ticket')).toBeVisible()
  await expect(targets.getByRole('radio', { name: 'Write' })).toBeChecked()
  const who = panel(olga).getByRole('list', { name: 'Who must agree' })
  await expect(who).toContainText('Mia Member')
  await expect(who).toContainText('Rae Reviewer')
  await expect(who).toContainText('Not Olga Owner')
  await expect(panel(olga)).toContainText('at most 90 d')
  await olga.getByRole('button', { name: 'Send the request' }).click()
  await expect(olga).toHaveURL(/\/requests\/req_[a-z0-9]+$/)
  const address = new URL(olga.url()).pathname
  await expect(olga.getByRole('list', { name: 'Steps' })).toContainText('waits for Mia Member')

  const mia = await as('mia')
  await mia.goto('/requests')
  await mia.getByRole('table', { name: 'Requests' }).getByRole('link', { name: /open_ticket/ }).click()
  await expect(mia).toHaveURL(new RegExp(address))
  expect(await stands(mia)).toBe(await stands(olga))
  await mia.getByText('Approve', { exact: true }).click()
  await mia.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(mia.getByRole('list', { name: 'Steps' })).toContainText('yes, Mia Member')
  await expect(mia.getByRole('region', { name: 'Your answer' })).toHaveCount(0)

  const rae = await as('rae')
  await rae.goto(address)
  expect(await stands(rae)).toBe(await stands(mia))
  await rae.getByText('Narrow and approve').click()
  await expect(rae.getByRole('radio', { name: 'Admin' })).toBeDisabled()
  await rae.getByLabel(/^Only on/).fill('desk:acme/*')
  await rae.getByRole('spinbutton', { name: 'Days' }).fill('7')
  await rae.getByRole('button', { name: 'Approve as narrowed' }).click()
  await expect(rae.locator('.head')).toContainText('approved')

  await olga.reload()
  expect(await stands(olga)).toBe(await stands(rae))
  const diff = olga.getByLabel('As asked against as it stands')
  await expect(diff).toContainText('desk:acme/*')
  await expect(diff).toContainText('14 days')
  await olga.getByRole('link', { name: 'The grant' }).click()
  await expect(olga).toHaveURL(/\/grants\//)
  await expect(olga.getByRole('heading', { level: 1 })).toContainText('open_ticket')
  const { body } = await house.api.get(`/api/v1/grants/${new URL(olga.url()).pathname.split('/').at(-1)}`)
  expect([body['state'], body['scope'], body['access']]).toEqual(['active', ['desk:acme/*'], 'write'])
  expect(Date.parse(String(body['validUntil'])) - Date.parse(String(body['validFrom']))).toBe(7 * 86_400_000)
})

test('a denial needs a reason, keeps what was typed, and tells the requester why', async ({ as, house }) => {
  const olga = await as('olga')
  const address = await asked(olga, await server(house, 'denied'))
  const rae = await as('rae')
  await rae.goto(address)
  await rae.getByText('Deny', { exact: true }).click()
  await rae.getByRole('button', { name: 'Deny', exact: true }).click()
  await expect(refusal(rae)).toBeFocused()
  expect((await house.api.get(`/api/v1/grant-requests/${address.split('/').at(-1)}`)).body['state']).toBe('pending')
  await rae.getByLabel('Reason').fill('A read is enough for this')
  await rae.getByRole('button', { name: 'Deny', exact: true }).click()
  await expect(rae.locator('.head')).toContainText('A read is enough for this')
  await olga.reload()
  expect(await stands(olga)).toBe(await stands(rae))
  await olga.getByRole('link', { name: 'Ask again' }).click()
  await expect(olga.getByLabel('Purpose')).toHaveValue('Bug reports become tickets')
  await expect(olga.getByRole('list', { name: 'Targets' }).getByText('open_ticket')).toBeVisible()
})

test('a draft survives a reload, is listed under “Yours” for nobody else, and can be thrown away', async ({ as, house }) => {
  const slug = await server(house, 'drafted')
  const olga = await as('olga')
  await fillIn(olga, slug, 'list tickets')
  await expect(olga.getByText(/^Saved /)).toBeVisible()
  await expect(olga).toHaveURL(/\/requests\/req_[a-z0-9]+\/edit$/)
  await olga.getByRole('spinbutton', { name: 'Days' }).fill('3')
  await olga.getByLabel('Purpose').fill('Half a sentence that')
  // Leaving within the moment before the next save keeps it too.
  await olga.getByRole('link', { name: 'Later' }).click()
  const row = olga.getByRole('table', { name: 'Requests' }).getByRole('row', { name: /list_tickets.*drafted/ })
  await expect(row).toContainText('draft')
  await row.getByRole('link').click()
  await expect(olga.getByLabel('Purpose')).toHaveValue('Half a sentence that')
  await olga.reload()
  await expect(olga.getByLabel('Purpose')).toHaveValue('Half a sentence that')
  await expect(olga.getByRole('spinbutton', { name: 'Days' })).toHaveValue('3')
  await expect(olga.getByLabel('Agent', { exact: true })).toHaveValue('triage')
  await expect(olga.getByRole('list', { name: 'Targets' }).getByText('list_tickets')).toBeVisible()

  const rae = await as('rae')
  await rae.goto('/requests?view=all')
  await expect(rae.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(rae.getByRole('link', { name: /list_tickets/ })).toHaveCount(0)

  await olga.getByRole('button', { name: 'Discard…' }).click()
  await olga.getByRole('button', { name: 'Discard the draft' }).click()
  await expect(olga).toHaveURL(/view=mine/)
  await expect(olga.getByRole('link', { name: /list_tickets/ })).toHaveCount(0)
})

test('who holds it is reminded once in a while; a request taken back waits for nobody', async ({ as, house }) => {
  const olga = await as('olga')
  const address = await asked(olga, await server(house, 'nudged'))
  await olga.getByRole('button', { name: 'Remind them' }).click()
  await expect(olga.getByText(/^Again from /)).toBeVisible()
  await expect(olga.getByRole('button', { name: 'Remind them' })).toBeDisabled()
  const mia = await as('mia')
  await mia.goto(address)
  await expect(mia.getByRole('region', { name: 'Your answer' })).toBeVisible()
  await expect(mia.getByRole('button', { name: 'Withdraw…' })).toHaveCount(0)

  await olga.getByRole('button', { name: 'Withdraw…' }).click()
  await olga.getByLabel('Reason').fill('The project ended')
  await olga.getByRole('button', { name: 'Withdraw it' }).click()
  await expect(olga.locator('.head')).toContainText('Withdrawn')
  await mia.getByText('Approve', { exact: true }).click()
  await mia.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(mia.locator('.head')).toContainText('The project ended')
  await expect(mia.getByRole('region', { name: 'Your answer' })).toHaveCount(0)
})

test('an answer to what was changed meanwhile is refused, and the page says what changed', async ({ as, house }) => {
  const olga = await as('olga')
  const address = await asked(olga, await server(house, 'stale'))
  const rae = await as('rae')
  await rae.goto(address)
  await rae.getByText('Deny', { exact: true }).click()
  await rae.getByLabel('Reason').fill('Too long for a trial')

  await olga.getByRole('link', { name: 'Change it' }).click()
  await olga.getByRole('spinbutton', { name: 'Days' }).fill('2')
  await olga.getByRole('button', { name: 'Send the change' }).click()
  await expect(olga).toHaveURL(new RegExp(`${address}$`))

  await rae.getByRole('button', { name: 'Deny', exact: true }).click()
  await expect(rae.getByText('The request changed while you looked: this is revision 2, you saw 1')).toBeVisible()
  await expect(rae.getByLabel('What changed meanwhile')).toContainText('2 days')
  await expect(rae.getByLabel('Reason')).toHaveValue('Too long for a trial')
  await expect(rae.getByRole('button', { name: 'Deny', exact: true })).toBeDisabled()
  await rae.getByRole('button', { name: 'I have seen it' }).click()
  await rae.getByText('Approve', { exact: true }).click()
  await rae.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(rae.getByRole('list', { name: 'Steps' })).toContainText('yes, Rae Reviewer')
})

test('looking decides nothing: a link from a mail leads through sign-in to the request, which still waits', async ({ as, house, browser, guard }) => {
  const olga = await as('olga')
  const address = await asked(olga, await server(house, 'linked'))
  const stranger = await guarded(browser, house.url, guard)
  const page = await stranger.newPage()
  await page.goto(address)
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent(address)}`)
  await page.getByLabel('E-mail').fill(house.program.admin.email)
  await page.getByLabel('Password').fill(house.program.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(address)
  await expect(page.getByRole('region', { name: 'Your answer' })).toBeVisible()
  await stranger.close()
  for (const persona of ['mia', 'rae'] satisfies Persona[]) await (await as(persona)).goto(address)
  expect((await house.api.get(`/api/v1/grant-requests/${address.split('/').at(-1)}`)).body['state']).toBe('pending')
})

test('a call that no grant covers, and the finding about it, lead to a request that is filled in', async ({ as, house }) => {
  const olga = await as('olga')
  await olga.goto(`/activity?event=${house.company.events['merge-0']}`)
  await olga.getByRole('link', { name: 'Request this' }).click()
  await expect(olga.getByRole('list', { name: 'Targets' }).getByText('merge_pull_request')).toBeVisible()
  await expect(olga.getByLabel('Agent', { exact: true })).toHaveValue('triage')
  await expect(olga.getByRole('radio', { name: 'Write' })).toBeChecked()

  const rae = await as('rae')
  await rae.goto('/drift?status=open&kind=ungranted_use&q=merge_pull_request')
  await rae.getByRole('table', { name: 'Findings' }).locator('tbody').getByRole('link').first().click()
  await rae.getByRole('link', { name: 'Request', exact: true }).click()
  await expect(rae.getByRole('list', { name: 'Targets' }).getByText('merge_pull_request')).toBeVisible()
  await rae.getByLabel('Purpose').fill('Merges what passed the checks')
  await expect(panel(rae).getByRole('list', { name: 'Who must agree' })).toContainText('Olga Owner')
})

test('breaking the glass says what follows from it, is in force at once, and waits for two answers', async ({ as, house }) => {
  const slug = await server(house, 'glass')
  const olga = await as('olga')
  await olga.goto(`/requests/new?breakGlass=1&server=${slug}`)
  await expect(olga.getByText('It is an open finding, for everybody to see')).toBeVisible()
  await olga.getByRole('combobox', { name: 'What it is to reach' }).fill('open ticket')
  await olga.getByRole('option', { name: /open_ticket/ }).click()
  await olga.getByLabel('Agent', { exact: true }).fill('triage')
  await olga.getByLabel('Purpose').fill('Nobody can report the outage')
  await olga.getByRole('button', { name: 'Break the glass' }).click()
  await expect(refusal(olga)).toContainText('Say that you know what follows from it')
  await olga.getByLabel('I know what follows from it').check()
  await olga.getByRole('button', { name: 'Break the glass' }).click()
  await expect(olga.locator('.head')).toContainText('to be justified')
  await olga.getByRole('link', { name: 'The grant' }).click()
  await expect(olga).toHaveURL(/\/grants\//)
  const id = new URL(olga.url()).pathname.split('/').at(-1)
  expect((await house.api.get(`/api/v1/grants/${id}`)).body['state']).toBe('active')
})
