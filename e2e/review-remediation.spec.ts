import { AxeBuilder } from '@axe-core/playwright'
import { made, PEOPLE, TRIAGE } from './fixtures/company'
import { visitor } from './fixtures/forged'
import { apiOf } from './fixtures/http'
import { expect, type House, test } from './fixtures/test'
import { paths } from '../lib/paths'

/** A grant of triage on a tool of its own, reviewed by Rae, who revokes it: the campaign and what it is about. */
async function revokedByReview(house: House, tool: string, content: Record<string, unknown> = {}): Promise<{ campaign: string; grant: string }> {
  const rows = [{ externalId: `reviewed ${tool}`, server: 'github', caller: { agent: TRIAGE, client: 'any', human: 'any' }, target: { kind: 'tool', name: tool }, access: 'write', purpose: 'Was needed once', validFrom: new Date(house.company.now - 40 * 86_400_000).toISOString() }]
  const imported = await made(house.api, '/api/v1/grants/import', { reason: 'In force at the gateway', grants: rows }, 200)
  const grant = String((imported['results'] as { id: string }[])[0]?.id)
  const drafted = await made(house.api, '/api/v1/reviews', { name: `Review of ${tool}`, kind: 'grants', content: { scope: { grantIds: [grant] }, stages: [{ reviewers: [{ kind: 'named', emails: [PEOPLE.rae.email] }], days: 10 }], ...content } })
  const campaign = String(drafted['id'])
  await made(house.api, `/api/v1/reviews/${campaign}/launch`, {}, 200)
  const [item] = await house.api.all(`/api/v1/reviews/${campaign}/items`)
  const rae = await visitor(house, 'rae')
  const answered = await rae.post(`/api/v1/review-items/${String(item?.['id'])}/decision`, { data: { answer: 'revoke', reason: 'Nobody needs it' }, headers: { origin: house.url } })
  expect(answered.status(), await answered.text()).toBe(200)
  await rae.dispose()
  await made(house.api, `/api/v1/reviews/${campaign}/close-stage`, { reason: 'All is answered' }, 200)
  return { campaign, grant }
}

const stateOf = async (house: House, campaign: string): Promise<unknown> => (await house.api.get(`/api/v1/reviews/${campaign}`)).body['state']

test('a revoked grant that is used afterwards keeps its campaign open and says why, until a reviewer signs', async ({ as, house }) => {
  const { campaign, grant } = await revokedByReview(house, 'lock_issue')
  await expect.poll(() => stateOf(house, campaign)).toBe('confirming')
  expect((await house.api.get(`/api/v1/grants/${grant}`)).body).toMatchObject({ state: 'revoked', revokedBy: 'system' })

  const source = await made(house.api, '/api/v1/sources', { name: 'leaky', format: 'native', vantage: 'gateway', expectedHeartbeatSeconds: 3600, covers: ['github'] })
  const call = { kind: 'tool_call', server: 'github', target: 'lock_issue', access: 'write', agent: TRIAGE, client: 'claude-code', human: PEOPLE.dana.email }
  const now = Date.now()
  await made(apiOf(house.url, String(source['token'])), '/api/v1/events', { events: [{ ...call, id: 'leak-1', outcome: 'success', occurredAt: new Date(now).toISOString() }, { ...call, id: 'leak-2', outcome: 'denied', occurredAt: new Date(now + 1).toISOString() }] }, 200)

  const rae = await as('rae')
  const says = rae.locator('.head p')
  await expect(async () => {
    await rae.goto(paths.reviewRemediation(campaign))
    await expect(says).toHaveText('1 of 1 is not over yet: 1 is still used.', { timeout: 500 })
  }).toPass()
  const used = rae.getByRole('region', { name: /^Still used/ })
  await expect(used).toContainText(/One call came through after it was ended, by triage through Claude Code for dana@acme\.test/)
  await expect(used.getByRole('img', { name: /1 came through after it, 1 were blocked/ })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await rae.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page: rae }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`)).toEqual([])
  }
  await used.getByRole('link', { name: 'Calls after the end' }).click()
  await expect(rae.getByRole('table').first()).toContainText('lock_issue')
  await expect(rae).toHaveURL(/outcome=success%2Cerror/)
  await rae.goBack()

  await used.getByRole('button', { name: 'Sign…' }).press('Enter')
  await used.getByLabel('Reason').fill('The gateway had a cache; it is mended')
  await used.getByRole('button', { name: 'Sign and close it' }).press('Enter')
  await expect(says).toHaveText('Everything is over: 0 of 1 confirmed, 1 signed for.')
  await expect(rae.getByRole('region', { name: /^Signed for/ })).toContainText('Rae Reviewer: The gateway had a cache; it is mended')
  expect((await house.api.get(`/api/v1/reviews/${campaign}`)).body).toMatchObject({ state: 'closed', closedBy: 'Rae Reviewer' })
  await made(house.api, '/api/v1/drift/run', {}, 200)
  expect(await house.api.all('/api/v1/drift/findings?kind=lapsed_use&server=github')).toMatchObject([{ target: 'lock_issue', executed: 1, blocked: 1 }])
})

test('what is suspended first is restored by a reviewer, and whoever runs no campaigns only looks', async ({ as, house }) => {
  const { campaign, grant } = await revokedByReview(house, 'pin_issue', { remediation: 'suspend_first', suspendDays: 3 })
  await expect.poll(async () => (await house.api.get(`/api/v1/grants/${grant}`)).body['suspended']).toBe(true)
  const olga = await as('olga')
  await olga.goto(paths.reviewRemediation(campaign))
  await expect(olga.locator('.head p')).toHaveText('1 of 1 is not over yet: 1 is suspended until its end.')
  await expect(olga.getByRole('region', { name: /^Suspended/ })).toContainText('A security reviewer does this.')
  await expect(olga.getByRole('button', { name: 'Restore…' })).toHaveCount(0)

  const rae = await as('rae')
  await rae.setViewportSize({ width: 390, height: 800 })
  await rae.goto(paths.reviewRemediation(campaign))
  expect(await rae.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await rae.getByRole('button', { name: 'Restore…' }).click()
  await rae.getByLabel('Reason').fill('Release week')
  await rae.getByRole('button', { name: 'Restore it' }).click()
  await expect(rae.locator('.head p')).toHaveText('Everything is over: 0 of 1 confirmed, 1 signed for.')
  expect((await house.api.get(`/api/v1/grants/${grant}`)).body).toMatchObject({ state: 'active', suspended: false })
})
