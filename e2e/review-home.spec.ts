import { made, PEOPLE, REFUND } from './fixtures/company'
import { visitor } from './fixtures/forged'
import { expect, type House, test } from './fixtures/test'
import { paths } from '../lib/paths'

test.describe.configure({ mode: 'serial' })

/** Three grants on wiki; Mia and Rae are asked about each. */
async function begun(house: House): Promise<string> {
  const rows = ['list_drafts', 'publish_page', 'purge_pages'].map((tool, place) => ({ externalId: `home ${tool}`, server: 'wiki', caller: { agent: REFUND, client: 'any', human: 'any' }, target: { kind: 'tool', name: tool }, access: place === 0 ? 'read' : 'write', purpose: 'Pages about refunds', validFrom: new Date(house.company.now - 60 * 86_400_000).toISOString() }))
  const imported = await made(house.api, '/api/v1/grants/import', { reason: 'In force at the gateway', grants: rows }, 200)
  const grantIds = (imported['results'] as { id: string }[]).map((one) => one.id)
  const { id } = await made(house.api, '/api/v1/reviews', { name: 'Grants on the wiki', kind: 'grants', content: { scope: { grantIds }, stages: [{ reviewers: [{ kind: 'named', emails: [PEOPLE.mia.email, PEOPLE.rae.email] }], days: 10 }] } })
  await made(house.api, `/api/v1/reviews/${String(id)}/launch`, {}, 200)
  return String(id)
}

test('who is asked finds it at home; the runner reminds; and the figures of the dashboard lead to the rows that they count', async ({ as, house }) => {
  const id = await begun(house)
  const mia = await as('mia')
  await mia.goto(paths.reviews())
  await expect(mia.locator('.head p').first()).toContainText('wait for your answer')
  const waits = mia.getByRole('region', { name: 'Waiting for you' }).getByRole('listitem').filter({ hasText: 'Grants on the wiki' }).first()
  await expect(waits).toContainText('3 of 3 left.')
  await expect(waits).toContainText('What nobody answers is revoked.')
  await expect(mia.getByRole('link', { name: /^Reviews/ }).first()).toContainText(/\d/)
  // Following a link, as a mail scanner does, decides nothing.
  const done = async (): Promise<number> => (await house.api.all('/api/v1/trail?action=review.')).length
  const before = await done()
  await waits.getByRole('link', { name: 'Begin: Grants on the wiki' }).click()
  await expect(mia).toHaveURL(new RegExp(`/reviews/${id}/items\\?reviewer=me`))
  expect(await done()).toBe(before)

  const items = await house.api.all(`/api/v1/reviews/${id}/items`)
  const answer = async (persona: 'mia' | 'rae', place: number, body: Record<string, unknown>): Promise<void> => {
    const visit = await visitor(house, persona)
    const sent = await visit.post(`/api/v1/review-items/${String(items[place]?.['id'])}/decision`, { headers: { origin: house.url }, data: { reason: 'Looked at', ...body } })
    expect(sent.status(), await sent.text()).toBe(200)
    await visit.dispose()
  }
  await answer('mia', 0, { answer: 'keep' })
  await answer('rae', 0, { answer: 'revoke' })
  await answer('mia', 1, { answer: 'revoke' })

  const rae = await as('rae')
  await rae.goto(paths.review(id))
  await expect(rae.locator('.head p').first()).toContainText('1 of 3 items answered')
  const reviewers = rae.getByRole('table', { name: 'By reviewer' })
  await expect(reviewers.getByRole('row').nth(1)).toContainText('Mia Member')
  await expect(reviewers.getByRole('row').nth(2)).toContainText('Rae Reviewer')
  await expect(rae.getByRole('region', { name: /^In conflict/ })).toContainText('Mia Member: keep; Rae Reviewer: revoke')
  await rae.getByText('As a table').click()
  await expect(rae.getByRole('region', { name: /items left/ }).getByRole('row').nth(1)).toContainText('2')
  for (const [figure, rows] of [['2 unanswered', 2], ['1 answered', 1], ['1 item in conflict', 1]] as const) {
    await rae.getByRole('link', { name: figure, exact: true }).click()
    await expect(rae).toHaveURL(/\/items\?/)
    await expect(rae.locator('[data-item]'), figure).toHaveCount(rows)
    await rae.goBack()
  }

  await rae.getByRole('button', { name: 'Remind the undecided' }).click()
  await expect(rae.getByText('2 people are reminded.')).toBeVisible()
  await expect(rae.getByRole('button', { name: 'Remind the undecided' })).toBeDisabled()
  await expect(rae.getByRole('table', { name: 'History' })).toContainText('review reminded')
  const ada = await visitor(house, 'ada')
  expect(await (await ada.get(paths.notifications())).text()).toContain('Rae Reviewer reminds you')
  await ada.dispose()
})

test('whoever runs nothing sees how it goes and no button of the runner', async ({ as, house }) => {
  const known = (await house.api.all('/api/v1/reviews')).find((one) => one['name'] === 'Grants on the wiki')
  const abe = await as('abe')
  await abe.goto(paths.reviews())
  await expect(abe.getByText('You see reviews and answer none')).toBeVisible()
  await expect(abe.getByRole('region', { name: 'Waiting for you' })).toHaveCount(0)
  await abe.goto(paths.review(String(known?.['id'])))
  await expect(abe.getByRole('table', { name: 'By reviewer' })).toBeVisible()
  await expect(abe.getByRole('button', { name: 'Remind the undecided' })).toHaveCount(0)
  const mallory = await as('mallory')
  await mallory.goto(paths.reviews())
  await expect(mallory.getByText('No review is under way.')).toBeVisible()
})
