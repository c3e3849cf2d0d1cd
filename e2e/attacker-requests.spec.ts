import type { APIResponse } from '@playwright/test'
import { idIn, PEOPLE, TRIAGE } from './fixtures/company'
import { forge as forgeAt, visitor } from './fixtures/forged'
import { expect, type House, type Persona, test } from './fixtures/test'
import { paths } from '../lib/paths'

/**
 * Olga owns github and sponsors triage. She asks to close issues with it, and then tries to say yes to herself by every door of the console.
 * Ira is her backup owner, Rae and the first administrator review: two others must answer.
 */
const WISH = { server: 'github', caller: { agent: TRIAGE, client: 'any', human: 'any' }, target: { kind: 'tool', name: 'close_issue' }, access: 'write', scope: ['repo:acme/*'], purpose: 'Closing what was answered', durationDays: 30 }
const YES = { answer: 'approve', reason: 'It is needed' }

test.describe.configure({ mode: 'serial' })

let id = ''

const forge = (house: House, persona: Persona | null, name: string, input: unknown, more: { page?: string; origin?: string } = {}): Promise<string> => forgeAt(house, persona, name, input, { page: paths.request(id), ...more })

async function post(house: House, persona: Persona | null, path: string, data: unknown, headers: Record<string, string> = {}): Promise<APIResponse> {
  const visit = await visitor(house, persona)
  return visit.post(`/api/v1${path}`, { data, headers: { origin: house.url, ...headers } })
}

/** It waits as it did, for both steps, with nothing answered and nothing granted. */
async function stillWaits(house: House): Promise<void> {
  const { body } = await house.api.get(`/api/v1/grant-requests/${id}`)
  expect(body).toMatchObject({ state: 'pending', revision: 1, decisions: [], grantIds: [], steps: [{ step: 'owner', have: 0 }, { step: 'security', have: 0 }] })
  expect((await house.api.all('/api/v1/grants')).filter((grant) => grant['requestId'] === id)).toEqual([])
}

test('she asks, and her own page says who holds it and has nothing to answer with', async ({ as, house }) => {
  expect((await house.api.patch('/api/v1/servers/github', { backupOwnerEmail: PEOPLE.ira.email })).status).toBe(200)
  const asked = await post(house, 'olga', '/grant-requests', WISH)
  expect(asked.status(), await asked.text()).toBe(201)
  id = String(((await asked.json()) as { id: string }).id)
  const page = await as('olga')
  await page.goto(paths.request(id))
  await expect(page.getByText(/Waits for Ira Responder \(backup owner\)/).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Yours to do' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your answer' })).toHaveCount(0)
  for (const name of [/^Answer it/, /^Approve/, /^Deny/]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0)
    await expect(page.getByRole('link', { name })).toHaveCount(0)
    await expect(page.getByRole('radio', { name })).toHaveCount(0)
  }
  await stillWaits(house)
})

test('the answer that she forges is refused, whatever it says and wherever it is sent', async ({ house }) => {
  for (const decision of [YES, { ...YES, revision: 1 }, { answer: 'deny', reason: 'x' }, { ...YES, narrowed: { durationDays: 1 } }, { ...YES, personId: idIn(house.company.people, 'rae') }, { ...YES, onBehalfOf: idIn(house.company.people, 'ira') }]) {
    const said = await forge(house, 'olga', 'decideAction', { id, decision })
    expect(said, said).toMatch(/"code":"(forbidden|unknown_field|invalid_input)"/)
    expect(said).not.toContain('"ok":true')
  }
  for (const page of [paths.overview(), paths.requests(), paths.editRequest(id)]) expect(await forge(house, 'olga', 'decideAction', { id, decision: YES }, { page })).not.toContain('"ok":true')
  for (const header of ['x-nothing', 'idempotency-key', 'x-forwarded-user']) expect((await post(house, 'olga', `/grant-requests/${id}/decisions`, YES, { [header]: PEOPLE.rae.email })).status()).toBe(403)
  await stillWaits(house)
})

test('the link of a message only shows, even to those who hold it', async ({ as, house }) => {
  const addresses = [paths.request(id), `${paths.request(id)}?answer=approve&decision=approve&reason=x`, `${paths.request(id)}#answer`]
  for (const persona of ['rae', 'ira', 'root'] as const) {
    const visit = await visitor(house, persona)
    for (const address of addresses) {
      expect((await visit.get(address)).status()).toBe(200)
      expect((await visit.head(address)).status()).toBe(200)
      await visit.get(address, { headers: { rsc: '1', 'next-router-prefetch': '1' } })
    }
    for (const address of [`${paths.request(id)}/approve`, `/api/v1/grant-requests/${id}/decisions?answer=approve`]) expect([404, 405]).toContain((await visit.get(address)).status())
    await visit.dispose()
  }
  const page = await as('rae')
  await page.goto(`${paths.request(id)}?answer=approve`)
  await expect(page.getByRole('heading', { name: 'Your answer' })).toBeVisible()
  for (const radio of await page.getByRole('radio').all()) await expect(radio).not.toBeChecked()
  await stillWaits(house)
})

test('a page of hers on another site sends nothing in a reviewer’s name', async ({ house }) => {
  expect(await forge(house, 'rae', 'decideAction', { id, decision: YES }, { origin: 'https://olga.test' })).not.toContain('"ok":true')
  expect((await post(house, 'rae', `/grant-requests/${id}/decisions`, YES, { origin: 'https://olga.test' })).status()).toBe(403)
  expect((await post(house, 'rae', `/grant-requests/${id}/decisions`, YES, { 'sec-fetch-site': 'cross-site' })).status()).toBe(403)
  await stillWaits(house)
})

test('without a session the page leads to sign-in, and nothing is answered', async ({ house }) => {
  const visit = await visitor(house, null)
  const shown = await visit.get(paths.request(id), { maxRedirects: 0 })
  expect(shown.status()).toBe(307)
  expect(new URL(shown.headers()['location'] ?? '', house.url).pathname).toBe('/sign-in')
  await visit.dispose()
  expect(await forge(house, null, 'decideAction', { id, decision: YES })).toMatch(/"code":"unauthenticated"|\/sign-in/)
  expect((await post(house, null, `/grant-requests/${id}/decisions`, YES)).status()).toBe(401)
  await stillWaits(house)
})

for (const persona of ['mia', 'mallory'] as const) {
  test(`${persona === 'mia' ? 'the owner of another server' : 'a member with nothing of her own'} does not even see it`, async ({ house }) => {
    const visit = await visitor(house, persona)
    const shown = await visit.get(paths.request(id), { maxRedirects: 0 })
    expect(shown.status()).toBe(404)
    expect(await shown.text()).not.toContain('close_issue')
    expect(await (await visit.get(paths.requests())).text()).not.toContain('close_issue')
    await visit.dispose()
    for (const [name, input] of [['decideAction', { id, decision: YES }], ['withdrawAction', { id, reason: 'x' }], ['nudgeAction', { id }], ['discardDraftAction', { id }]] as const) expect(await forge(house, persona, name, input), name).toContain('"code":"not_found"')
    expect((await post(house, persona, `/grant-requests/${id}/decisions`, YES)).status()).toBe(404)
    await stillWaits(house)
  })
}

test('others who see it but hold nothing of it are refused: an auditor, an administrator', async ({ as, house }) => {
  for (const persona of ['abe', 'ada'] as const) {
    expect(await forge(house, persona, 'decideAction', { id, decision: YES })).toContain('"code":"forbidden"')
    expect(await forge(house, persona, 'withdrawAction', { id, reason: 'x' })).toContain('"code":"forbidden"')
    const page = await as(persona)
    await page.goto(paths.request(id))
    await expect(page.getByRole('heading', { name: 'What is asked' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Your answer' })).toHaveCount(0)
  }
  await stillWaits(house)
})

test('a reviewer’s own answer, sent again by her or a second time by them, counts once; with the backup owner’s it is granted, and everybody reads the same', async ({ as, house }) => {
  const rae = await as('rae')
  await rae.goto(paths.request(id))
  await rae.getByRole('radio', { name: 'Approve', exact: true }).check({ force: true })
  await rae.getByRole('textbox', { name: 'Reason' }).fill('Merging is what triage is for')
  const sent = rae.waitForRequest((one) => one.method() === 'POST' && one.headers()['next-action'] !== undefined)
  await rae.getByRole('button', { name: 'Approve', exact: true }).click()
  const body = (await sent).postData() ?? ''
  await expect(rae.getByRole('heading', { name: 'Your answer' })).toHaveCount(0)
  const [input] = JSON.parse(body) as [unknown]
  expect(await forge(house, 'olga', 'decideAction', input)).toContain('"code":"forbidden"')
  expect(await forge(house, 'rae', 'decideAction', input)).toContain('"code":"conflict"')
  expect((await house.api.get(`/api/v1/grant-requests/${id}`)).body).toMatchObject({ state: 'pending', decisions: [{ person: { email: PEOPLE.rae.email } }] })

  const answers = await Promise.all(['ira', 'ira', 'ira'].map(() => post(house, 'ira', `/grant-requests/${id}/decisions`, YES)))
  expect(answers.map((one) => one.status()).toSorted()).toEqual([200, 409, 409])
  const { body: granted } = await house.api.get(`/api/v1/grant-requests/${id}`)
  expect(granted).toMatchObject({ state: 'approved', decisions: [{ step: 'security' }, { step: 'owner', standing: 'backup_owner' }], grantIds: [expect.any(String)] })
  for (const persona of ['olga', 'rae'] as const) {
    const page = await as(persona)
    await page.goto(paths.request(id))
    await expect(page.getByText(String(granted['sentence'])).first()).toBeVisible()
  }
  const tried = (await house.api.all('/api/v1/trail')).filter((one) => (one['object'] as { id: string }).id === id)
  expect(tried.map((one) => one['action']).toSorted()).toEqual(['request.approved', 'request.approved_step', 'request.submitted'])
})
