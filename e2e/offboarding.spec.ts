import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { made, PEOPLE, TRIAGE } from './fixtures/company'
import { apiOf } from './fixtures/http'
import { daysGoBy } from './fixtures/past'
import { expect, type House, refusal, test } from './fixtures/test'
import { paths } from '../lib/paths'

const HOUR = 3_600_000
const CALL = { kind: 'tool_call', server: 'gitlab-old', target: 'read_file', access: 'read', agent: TRIAGE, client: 'claude-code', human: PEOPLE.dana.email }
/** The source states a sign of life at least this often. */
const HEARTBEAT = 12 * HOUR

type Source = { send: (path: string, body: unknown) => Promise<unknown>; at: (hours: number) => string }

/** A server of Olga's with a grant, calls of the last days, and one gateway's source that watches it. */
async function settled(house: House): Promise<Source> {
  const now = Date.now()
  const at = (hours: number): string => new Date(now + hours * HOUR).toISOString()
  await made(house.api, '/api/v1/servers', { slug: 'gitlab-old', name: 'GitLab, old', purpose: 'Code before the move', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: 'https://mcp.acme.test/gitlab-old', identity: { kind: 'spiffe', id: 'spiffe://acme.test/mcp/gitlab-old' }, ownerEmail: PEOPLE.olga.email })
  await made(house.api, '/api/v1/servers/gitlab-old/transitions', { to: 'active', reason: 'Reviewed' }, 200)
  await made(house.api, '/api/v1/grants/import', { reason: 'In force at the gateway', grants: [{ externalId: 'old code', server: 'gitlab-old', caller: { agent: TRIAGE, client: 'any', human: 'any' }, target: { kind: 'tool', name: 'read_file' }, access: 'read', purpose: 'Reads code', validFrom: at(-60 * 24) }] }, 200)
  const { token } = await made(house.api, '/api/v1/sources', { name: 'old-gateway', format: 'native', vantage: 'gateway', expectedHeartbeatSeconds: HEARTBEAT / 1000, covers: ['gitlab-old'] })
  const ingest = apiOf(house.url, String(token))
  const send = (path: string, body: unknown): Promise<unknown> => made(ingest, path, body, 200)
  await send('/api/v1/events', { events: Array.from({ length: 20 }, (_, i) => ({ ...CALL, id: `before-${i}`, outcome: 'success', occurredAt: at(-2 - i * 5) })) })
  for (let hours = -120; hours <= 0; hours += 10) await send('/api/v1/heartbeat', { deliveredThrough: at(hours) })
  return { send, at }
}

async function looksFine(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`)).toEqual([])
  }
}

const pressed = async (page: Page, open: string, confirm: string, reason: string): Promise<void> => {
  await page.getByRole('button', { name: open }).press('Enter')
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: confirm, exact: true }).press('Enter')
}

/** The company's gateway hears everything; for a while it does not hear this server, so that one source alone can vouch for it. */
async function deafTo(house: House, run: () => Promise<void>): Promise<void> {
  const cover = async (covers: readonly string[]): Promise<void> => { expect((await house.api.patch('/api/v1/sources/gateway', { covers })).status).toBe(200) }
  await cover(['github', 'payments', 'wiki', 'reports', 'ledger'])
  try {
    await run()
  } finally {
    await cover([])
  }
}

test('a server is offboarded: what still calls keeps it open, a dead log source proves nothing, and silence retires it', async ({ as, house }) => {
  const source = await settled(house)
  const rae = await as('rae')
  await deafTo(house, () => endOf(rae, house, source))
})

async function endOf(rae: Page, house: House, source: Source): Promise<void> {
  await rae.goto(paths.server('gitlab-old'))
  await rae.getByRole('link', { name: 'Offboard…' }).click()
  await expect(rae.getByRole('region', { name: 'What breaks' })).toContainText('20 calls in')
  await expect(rae.getByRole('region', { name: 'What still reaches' })).toContainText(/grant/)
  await rae.getByRole('button', { name: 'Open the offboarding' }).click()
  await expect(refusal(rae)).toContainText('must not be empty')
  await rae.getByLabel('Reason').fill('Replaced by the new one')
  await rae.getByLabel('Watch for, days').fill('1')
  await rae.getByRole('button', { name: 'Open the offboarding' }).click()
  await expect(rae.getByRole('heading', { level: 1 })).toHaveText('Offboarding gitlab-old')
  const caseId = new URL(rae.url()).pathname.split('/').at(-1) ?? ''

  const stages = rae.getByRole('list', { name: 'Stages of the offboarding' })
  await expect(stages.getByRole('listitem').filter({ hasText: 'Open, now' })).toBeVisible()
  await pressed(rae, 'Freeze…', 'Freeze it', 'The move is done')
  await expect(stages).toContainText('Frozen, now')
  await pressed(rae, 'Revoke and hand over…', 'Revoke it for good', 'Nobody needs it')
  await expect(stages).toContainText('Revoked, done')
  await rae.getByRole('button', { name: 'Look now' }).click()
  await expect(stages).toContainText('Watch, now')

  // Somebody's gateway has a cache.
  const now = Date.now()
  await source.send('/api/v1/events', { events: [{ ...CALL, id: 'straggler', outcome: 'success', occurredAt: new Date(now).toISOString() }] })
  await rae.getByRole('button', { name: 'Look now' }).click()
  await expect(rae.getByRole('heading', { name: /Still calling/ })).toBeVisible()
  await expect(rae.getByRole('listitem').filter({ hasText: 'triage, 1 call' })).toBeVisible()
  await looksFine(rae)

  // Two days later: the source has said nothing since.
  await daysGoBy(house.program, { caseId, server: 'gitlab-old', source: 'old-gateway' }, 2)
  await rae.getByRole('button', { name: 'Look now' }).click()
  await expect(rae.getByRole('heading', { name: /Not evaluable yet/ })).toBeVisible()
  await expect(rae.getByText(/old-gateway/).first()).toBeVisible()
  await expect(rae.getByRole('button', { name: 'Retire: needs silence' })).toBeDisabled()
  await rae.getByRole('button', { name: /^Copies in the settings/ }).press('Enter')
  await rae.getByRole('button', { name: 'Attest…' }).press('Enter')
  await rae.getByLabel('Reference').fill('CHG-4412')
  await rae.getByRole('button', { name: 'Attest it in my name' }).press('Enter')
  await expect(rae.getByRole('row', { name: /^Copies in the settings/ })).toContainText('attested')
  await rae.goto(paths.offboarding({ verdict: 'not_evaluable' }))
  await expect(rae.getByRole('row', { name: /gitlab-old/ })).toContainText('not evaluable')

  // It comes back with what it had kept.
  for (let hours = -50; hours <= 0; hours += 10) await source.send('/api/v1/heartbeat', { deliveredThrough: new Date(Date.now() + hours * HOUR).toISOString() })
  await rae.goto(paths.offboardingCase(caseId))
  const look = rae.getByRole('button', { name: 'Look now' })
  await look.click()
  await expect(stages).toContainText('Closed, done')
  await expect(stages).toContainText('silent, with its proof')
  expect((await house.api.get('/api/v1/servers/gitlab-old')).body).toMatchObject({ lifecycle: 'retired' })
  await expect(rae.getByRole('link', { name: 'Evidence pack' })).toBeVisible()
  await rae.setViewportSize({ width: 390, height: 844 })
  expect(await rae.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await rae.getByRole('link', { name: 'Print' }).click()
  await expect(rae.getByRole('heading', { level: 1 })).toHaveText('gitlab-old is silent')
  await expect(rae.getByRole('table', { name: 'Who listened' })).toContainText('old-gateway')
  expect(await rae.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
}
