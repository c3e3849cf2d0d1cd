import { beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '@/lib/auth/commands/tokens'
import { invitePerson } from '@/lib/auth/commands/invite'
import { loadDeclarations } from '@/lib/grants/queries'
import { askTransfer } from '@/lib/lifecycle/commands/ask-transfer'
import { changePerson } from '@/lib/people/commands/change-person'
import { setDelegation } from '@/lib/people/commands/delegations'
import { changeTeam } from '@/lib/people/commands/teams'
import { changeAgent } from '@/lib/registry/commands/agents'
import { changeClient } from '@/lib/registry/commands/clients'
import { editServer } from '@/lib/registry/commands/edit-server'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { LEAVER_WORLD } from '@/lib/testing/offboarding-leaver'
import { aRevokedCase } from '@/lib/testing/offboarding-leaver-stories'
import { storeNow } from '@/lib/testing/offboarding-store'
import { covered, type EndOf, leftOver, plausibleCalls } from '@/lib/testing/offboarding-witness'
import { plantWorld } from '@/lib/testing/offboarding-world'
import { as } from '@/lib/testing/request-builders'
import { moveServer } from './commands/move-server'

/** Everything was revoked; these are the doors through which it might come back, each tried by somebody who may otherwise open it. */
const database = useDatabase()
const NOW = at('+1h')
const ENDED: readonly EndOf[] = [{ kind: 'person', id: 'per_p0' }, { kind: 'server', id: 'srv_s0' }, { kind: 'agent', id: 'agt_a1' }, { kind: 'client', id: 'cli_c0' }]

beforeAll(async () => {
  await database.truncate()
  // A team with a standing grant that nobody who ended holds by name.
  await plantWorld({ ...LEAVER_WORLD, grants: [...LEAVER_WORLD.grants, { server: 1, agent: null, client: null, human: { rule: 'team', of: 0 }, target: '*', access: 'write', scope: [], mode: 'direct', from: -30, until: null, ended: false, held: 'no' }] })
  for (const subject of ENDED) await aRevokedCase(subject)
})

const ctx = () => testCtx(NOW)
const DOORS: readonly [string, () => Promise<unknown>][] = [
  ['into a team', async () => changeTeam(await as('adam'), ctx(), 'tem_t0', { add: ['p0@acme.test'], remove: [] })],
  ['into a team by the person', async () => changePerson(await as('adam'), ctx(), 'per_p0', { teams: ['t0', 't1'] })],
  ['active again', async () => changePerson(await as('adam'), ctx(), 'per_p0', { active: true })],
  ['the agent active again', async () => changeAgent(await as('rae'), ctx(), 'agt_a1', { active: true })],
  ['the client active again', async () => changeClient(await as('rae'), ctx(), 'cli_c0', { active: true })],
  ['as a stand-in', async () => setDelegation(ctx(), await as('p1'), { delegateEmail: 'p0@acme.test', to: at('+9d') })],
  ['through somebody who stands in for them', async () => setDelegation(ctx(), await as('adam'), { personEmail: 'p0@acme.test', delegateEmail: 'sven@acme.test', to: at('+9d') })],
  ['with a new token', async () => createToken(await as('adam'), ctx(), { name: 'New', ownerEmail: 'p0@acme.test', roles: ['member'], scopes: ['read'], expiresAt: at('+30d') })],
  ['with a new link to sign in', async () => invitePerson(await as('adam'), ctx(), 'per_p0')],
  ['as owner of a server', async () => editServer(await as('rae'), ctx(), 's2', { ownerEmail: 'p0@acme.test' })],
  ['as backup owner', async () => editServer(await as('rae'), ctx(), 's2', { backupOwnerEmail: 'p0@acme.test' })],
  ['as sponsor', async () => changeAgent(await as('rae'), ctx(), 'agt_a0', { sponsorEmail: 'p0@acme.test' })],
  ['as manager', async () => changePerson(await as('adam'), ctx(), 'per_p2', { managerEmail: 'p0@acme.test' })],
  ['by a transfer', async () => askTransfer(ctx(), await as('p1'), { kind: 'server', subject: 's2', part: 'owner', toEmail: 'p0@acme.test', reason: 'Yours' })],
  ['the server active again', async () => moveServer(await as('rae'), ctx(), 's0', { to: 'active', reason: 'Back' })],
  ['the server quarantined', async () => moveServer(await as('rae'), ctx(), 's0', { to: 'quarantined', reason: 'Back' })],
  ['the server retired without proof', async () => moveServer(await as('rae'), ctx(), 's0', { to: 'retired', reason: 'Done' })],
  ['past the case, at the registry', async () => transitionServer(await as('rae'), ctx(), 's0', { to: 'active', reason: 'Back' })],
]

/** Everything of what ended that reaches, and every call by or to it that is covered. */
async function reaching(): Promise<string[]> {
  const [store, declarations] = [await storeNow(), await loadDeclarations()]
  return ENDED.flatMap((subject) => [...leftOver(store, subject, NOW), ...covered(declarations, plausibleCalls(store, subject, NOW))].map((one) => `${subject.id}: ${one}`))
}

describe('after everything was revoked', () => {
  it('nothing reaches', async () => expect(await reaching()).toEqual([]))

  it.each(DOORS)('nothing comes back %s', async (_name, attempt) => {
    const before = await reaching()
    const code = await attempt().then(() => 'done', (error: { code?: string; message?: string }) => error.code ?? String(error.message))
    expect(['done', 'forbidden', 'not_found', 'conflict', 'invalid_input', 'illegal_transition', 'stale_version']).toContain(code)
    expect((await reaching()).filter((one) => !before.includes(one)), `${code}: it reaches again`).toEqual([])
  })
})
