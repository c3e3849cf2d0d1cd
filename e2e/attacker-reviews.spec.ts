import type { APIResponse } from '@playwright/test'
import { idIn, PEOPLE } from './fixtures/company'
import { forge as forgeAt, visitor } from './fixtures/forged'
import { expect, type House, type Persona, test } from './fixtures/test'
import { paths } from '../lib/paths'

/**
 * Mia and Rae are asked about everything that agents hold on github, payments and wiki; of payments not Mia, whose team it names. Olga owns
 * github and sponsors the agent that works there. Each of them tries what is not theirs by every door of the console.
 */
const SECRET = 'Rae thinks that nobody needs it, 7391'

test.describe.configure({ mode: 'serial' })

let campaign = ''
/** Items by the grant that they are about. */
const items: Record<string, string> = {}
const itemOf = (house: House, grant: string): string => idIn(items, idIn(house.company.grants, grant))

const forge = (house: House, persona: Persona | null, name: string, input: unknown, more: { page?: string; origin?: string } = {}): Promise<string> => forgeAt(house, persona, name, input, { page: paths.reviewItems(campaign), ...more })

async function send(house: House, persona: Persona | null, method: 'GET' | 'POST' | 'DELETE', path: string, data?: unknown, headers: Record<string, string> = {}): Promise<APIResponse> {
  const visit = await visitor(house, persona)
  return visit.fetch(`/api/v1${path}`, { method, ...(data === undefined ? {} : { data }), headers: { origin: house.url, ...headers } })
}

/** Who answered, as the trail and the items tell it; nothing else of the review has happened. */
async function answered(house: House, people: readonly string[]): Promise<void> {
  const told = (await house.api.all('/api/v1/trail')).filter((one) => String(one['action']).startsWith('review.') && ['review', 'review_item'].includes((one['object'] as { kind: string }).kind) && ((one['object'] as { id: string }).id === campaign || Object.values(items).includes((one['object'] as { id: string }).id)))
  expect(told.map((one) => String(one['action'])).filter((action) => !['review.drafted', 'review.launched'].includes(action)).toSorted()).toEqual(people.map(() => 'review.answered'))
  const { body } = await house.api.get(`/api/v1/reviews/${campaign}`)
  expect(body).toMatchObject({ state: 'running', stage: 1, iteration: 1, stages: 1 })
}

const KEEP = { answer: 'keep', reason: 'It is needed' }

test('a review begins, and each is asked only about what they are not tied to', async ({ house }) => {
  const emails = [PEOPLE.mia.email, PEOPLE.rae.email]
  const drafted = await house.api.post('/api/v1/reviews', { name: 'An attacked review', kind: 'grants', content: { scope: { grantIds: Object.values(house.company.grants) }, stages: [{ reviewers: [{ kind: 'named', emails }], days: 10 }], noResponse: 'revoke' } })
  expect(drafted.status, JSON.stringify(drafted.body)).toBe(201)
  campaign = String(drafted.body['id'])
  const launched = await house.api.post(`/api/v1/reviews/${campaign}/launch`, {})
  expect(launched.status, JSON.stringify(launched.body)).toBe(200)
  for (const item of await house.api.all(`/api/v1/reviews/${campaign}/items`)) {
    const { body } = await house.api.get(`/api/v1/review-items/${String(item['id'])}`)
    const { grant } = body['frozen'] as { grant: { id: string } }
    items[grant.id] = String(item['id'])
    const asked = (body['tasks'] as { person: { email: string } }[]).map((task) => task.person.email).toSorted()
    expect(asked).toEqual(grant.id === idIn(house.company.grants, 'charge') ? [PEOPLE.rae.email] : emails)
  }
  await answered(house, [])
})

test('whoever is not asked, or is tied to it, answers by no door', async ({ house }) => {
  const issues = itemOf(house, 'issues')
  for (const persona of ['olga', 'mallory', 'abe', 'ada', 'root', 'ira'] as const) {
    for (const [name, input] of [
      ['answerAction', { id: issues, input: KEEP }], ['undoAction', { id: issues }], ['reassignAction', { id: issues, input: { reason: 'Mine', toEmail: PEOPLE[persona === 'root' ? 'rae' : persona].email } }], ['signOffAction', { campaignId: campaign }],
    ] as const) expect(await forge(house, persona, name, input), `${persona} ${name}`).toMatch(/"code":"(forbidden|not_found|conflict|illegal_transition)"/)
    expect(await forge(house, persona, 'answerManyAction', { campaignId: campaign, input: { answer: 'abstain', reason: 'All', ids: Object.values(items) } })).not.toMatch(/"answered":[1-9]/)
    expect([403, 404]).toContain((await send(house, persona, 'POST', `/review-items/${issues}/decision`, KEEP)).status())
    if (persona === 'root') continue
    expect([403, 404]).toContain((await send(house, persona, 'POST', `/reviews/${campaign}/close-stage`, { reason: 'Enough' })).status())
    for (const [name, input] of [['closeStageAction', { id: campaign, reason: 'Enough' }], ['nameReviewerAction', { id: issues, body: { email: PEOPLE[persona].email, reason: 'Mine' } }], ['remindReviewersAction', { id: campaign }]] as const) expect(await forge(house, persona, name, input), `${persona} ${name}`).toContain('"code":"forbidden"')
  }
  expect(await forge(house, 'mia', 'answerAction', { id: itemOf(house, 'charge'), input: KEEP })).toMatch(/"code":"(forbidden|not_found)"/)
  for (const more of [{ personId: idIn(house.company.people, 'rae') }, { onBehalfOf: idIn(house.company.people, 'rae') }, { answer: 'approve' }]) expect(await forge(house, 'mia', 'answerAction', { id: issues, input: { ...KEEP, ...more } })).toMatch(/"code":"(unknown_field|invalid_input)"/)
  await answered(house, [])
})

test('nobody reads what another has answered before they have answered themselves', async ({ as, house }) => {
  const pages = itemOf(house, 'pages')
  const said = await send(house, 'rae', 'POST', `/review-items/${pages}/decision`, { answer: 'revoke', reason: SECRET })
  expect(said.status(), await said.text()).toBe(200)
  const visit = await visitor(house, 'mia')
  const doors = [
    paths.review(campaign), paths.reviewItems(campaign), `${paths.reviewItems(campaign)}?item=${pages}`, `${paths.reviewItems(campaign)}/rows?ids=${pages}`, `${paths.reviewItems(campaign)}/detail?item=${pages}`, paths.printReview(campaign),
    `/api/v1/review-items/${pages}`, `/api/v1/reviews/${campaign}/items`, `/api/v1/reviews/${campaign}/items?view=conflict`, `/api/v1/reviews/${campaign}`,
  ]
  for (const door of doors) {
    const shown = await visit.get(door)
    expect([200, 404], door).toContain(shown.status())
    expect(await shown.text(), door).not.toContain(SECRET)
  }
  const before = (await (await visit.get(`/api/v1/review-items/${pages}`)).json()) as { answers: unknown[]; row: { conflict: unknown } }
  expect([before.answers, before.row.conflict]).toEqual([[], null])
  for (const door of [`/api/v1/reviews/${campaign}/evidence/items.csv`, `/api/v1/reviews/${campaign}/evidence/evidence.zip`, `/api/v1/reviews/${campaign}/evidence`, `/api/v1/reviews/${campaign}/quality`, paths.reviewEvidence(campaign)]) {
    const shown = await visit.get(door, { maxRedirects: 0 })
    expect([303, 307, 403, 404], door).toContain(shown.status())
  }
  await visit.dispose()
  const page = await as('mia')
  await page.goto(`${paths.reviewItems(campaign)}?item=${pages}`)
  await expect(page.getByText(SECRET)).toHaveCount(0)
  await answered(house, ['rae'])
})

test('a page on another site, a link, and nobody’s session answer nothing', async ({ house }) => {
  const issues = itemOf(house, 'issues')
  expect(await forge(house, 'rae', 'answerAction', { id: issues, input: KEEP }, { origin: 'https://olga.test' })).not.toContain('"ok":true')
  for (const headers of [{ origin: 'https://olga.test' }, { 'sec-fetch-site': 'cross-site' }] as Record<string, string>[]) {
    for (const [method, path, data] of [['POST', `/review-items/${issues}/decision`, KEEP], ['DELETE', `/review-items/${itemOf(house, 'pages')}/decision`, undefined], ['POST', `/reviews/${campaign}/sign-off`, {}], ['POST', `/reviews/${campaign}/close-stage`, { reason: 'x' }]] as const) {
      expect((await send(house, 'rae', method, path, data, headers)).status(), path).toBe(403)
    }
  }
  const visit = await visitor(house, 'rae')
  for (const address of [`${paths.reviewItems(campaign)}?item=${issues}&answer=keep&reason=x`, `${paths.review(campaign)}?close=1&reason=x`]) expect((await visit.get(address)).status()).toBe(200)
  for (const address of [`/api/v1/review-items/${issues}/decision?answer=keep`, `/api/v1/reviews/${campaign}/close-stage`, `/api/v1/reviews/${campaign}/launch`]) expect([404, 405]).toContain((await visit.get(address)).status())
  await visit.dispose()
  expect(await forge(house, null, 'answerAction', { id: issues, input: KEEP })).toMatch(/"code":"unauthenticated"|\/sign-in/)
  expect((await send(house, null, 'POST', `/review-items/${issues}/decision`, KEEP)).status()).toBe(401)
  await answered(house, ['rae'])
})

test('who has nothing to do with it does not see it', async ({ house }) => {
  const visit = await visitor(house, 'mallory')
  for (const address of [paths.review(campaign), paths.reviewItems(campaign), paths.printReview(campaign), paths.reviewRemediation(campaign), paths.reviewQuality(campaign), `/api/v1/reviews/${campaign}`, `/api/v1/review-items/${itemOf(house, 'issues')}`]) {
    const shown = await visit.get(address, { maxRedirects: 0 })
    expect([303, 307, 403, 404], address).toContain(shown.status())
    expect(await shown.text(), address).not.toContain('An attacked review')
  }
  expect(await (await visit.get(paths.reviews())).text()).not.toContain('An attacked review')
  await visit.dispose()
  await answered(house, ['rae'])
})

test('the second answer makes the contradiction plain to both, and what is signed off counts', async ({ house }) => {
  const pages = itemOf(house, 'pages')
  expect((await send(house, 'mia', 'POST', `/review-items/${pages}/decision`, KEEP)).status()).toBe(200)
  const shown = (await (await send(house, 'mia', 'GET', `/review-items/${pages}`)).json()) as { answers: { reason: string | null }[]; row: { conflict: unknown[] } }
  expect(shown.answers.map((one) => one.reason)).toContain(SECRET)
  expect(shown.row.conflict).toHaveLength(2)
  await answered(house, ['rae', 'mia'])
})
