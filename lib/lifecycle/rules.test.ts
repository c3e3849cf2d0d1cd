import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceFact } from '@/lib/drift/model'
import { type Action, type AgentFact, DAY_MS, type HolderFact, type PersonFact, type Rule, RULES, type ServerFact, type World } from './model'
import { DEFAULT_LIFECYCLE_POLICY, inScope, type LifecyclePolicy, lifecyclePolicyChanges, lifecyclePolicySchema, type RuleSetting } from './policy'
import { type OpenDuty, planDuties } from './duties'
import { previewPolicy } from './preview'
import { evaluate } from './rules'

const NOW = Date.UTC(2026, 10, 21)
const ago = (days: number): number => NOW - days * DAY_MS
const erin: PersonFact = { id: 'per_erin', name: 'Erin', active: true, leftAt: null }
const gone: PersonFact = { id: 'per_gone', name: 'Gil', active: false, leftAt: ago(3) }
const covered = { id: 'srv_1', slug: 'github' }
const server = (more: Partial<ServerFact> = {}): ServerFact => ({
  kind: 'server', id: 'srv_1', name: 'github', since: ago(400), frozen: false, attestedAt: ago(10), lastUsedAt: ago(1), watched: [covered], environment: 'production', sensitivity: 'internal', lifecycle: 'active',
  owner: erin, backup: null, pilotUntil: null, hasIdentity: true, reviewEveryDays: null, secrets: [], ...more,
})
const agent = (more: Partial<AgentFact> = {}): AgentFact => ({ kind: 'agent', id: 'agt_1', name: 'triage', since: ago(400), frozen: false, attestedAt: ago(10), lastUsedAt: ago(1), watched: [covered], active: true, sponsor: erin, ...more })
const gateway: SourceFact = { id: 'src_1', name: 'envoy', vantage: 'gateway', heartbeatMs: 60_000, covers: [], sampled: false, createdAt: ago(500), lastHeartbeatAt: NOW, alive: [{ from: ago(500), to: NOW }], drops: [], deadLetters: [] }
const world = (sources: SourceFact[] = [gateway]): World => ({ now: NOW, sources })
const secret = { name: 'TOKEN', kind: 'static', rotateEveryDays: 90, rotatedAt: ago(100) }
const of = (fact: HolderFact, sources?: SourceFact[], policy = DEFAULT_LIFECYCLE_POLICY): [Rule, number][] => evaluate(policy, [fact], world(sources)).map((due) => [due.rule, Math.round((due.since - NOW) / DAY_MS)])
const withRule = (rule: Rule, setting: Partial<RuleSetting>): LifecyclePolicy => ({ rules: { ...DEFAULT_LIFECYCLE_POLICY.rules, [rule]: { ...DEFAULT_LIFECYCLE_POLICY.rules[rule], ...setting } } })

describe('what must not last', () => {
  it.each<[string, HolderFact, [Rule, number][]]>([
    ['nothing, of what is in use and answered for', server(), []],
    ['an owner who left, since that day', server({ owner: gone }), [['orphaned', -3]]],
    ['nothing while the backup owner is there', server({ owner: gone, backup: erin }), []],
    ['both gone, since the second left', server({ owner: { ...gone, leftAt: ago(9) }, backup: gone }), [['orphaned', -3]]],
    ['an agent whose sponsor left', agent({ sponsor: gone }), [['orphaned', -3]]],
    ['no call for ninety days, since the day that made ninety', server({ lastUsedAt: ago(100) }), [['unused', -10]]],
    ['never called since it was registered', agent({ lastUsedAt: null }), [['unused', -310]]],
    ['nothing of what is too young to be unused', server({ lastUsedAt: null, since: ago(20) }), []],
    ['a secret past its day', server({ secrets: [secret] }), [['stale_secret', -10]]],
    ['no secret that renews itself', server({ secrets: [{ ...secret, kind: 'dynamic', rotateEveryDays: null }] }), []],
    ['an attestation by the server’s own cadence', server({ attestedAt: ago(40), reviewEveryDays: 30 }), [['attestation_overdue', -10]]],
    ['an attestation by the policy’s days, since registration', agent({ attestedAt: null }), [['attestation_overdue', -220]]],
    ['a pilot past its end, and none that runs', server({ lifecycle: 'pilot', pilotUntil: ago(2) }), [['pilot_over', -2]]],
    ['no workload identity', server({ hasIdentity: false }), [['no_workload_identity', -400]]],
    ['nothing of what is being offboarded', server({ owner: gone, frozen: true }), []],
    ['nothing of what is retired, and of an agent that is inactive', agent({ sponsor: gone, active: false }), []],
  ])('%s', (_, fact, wanted) => expect(of(fact)).toEqual(wanted))

  it.each<[string, SourceFact[]]>([
    ['nobody listens', []],
    ['only the agent’s own side does', [{ ...gateway, vantage: 'agent' }]],
    ['the listener was away for an hour', [{ ...gateway, alive: [{ from: ago(500), to: ago(30) }, { from: ago(30) + 3_600_000, to: NOW }] }]],
    ['records of the time are undecided', [{ ...gateway, deadLetters: [ago(40)] }]],
  ])('is never "unused" where %s', (_, sources) => expect(of(server({ lastUsedAt: null }), sources)).toEqual([]))

  it('is unused only if every server that an agent may reach was listened to', () => {
    const watched = [covered, { id: 'srv_2', slug: 'jira' }]
    expect(of(agent({ lastUsedAt: null, watched }), [{ ...gateway, covers: ['github'] }])).toEqual([])
    expect(of(agent({ lastUsedAt: null, watched: [] }))).toEqual([])
    expect(of(agent({ lastUsedAt: null, watched }))).toHaveLength(1)
  })

  it('a rule that is off or narrowed elsewhere asks nothing, and a narrowed one looks at no agent', () => {
    expect(of(server({ owner: gone }), undefined, withRule('orphaned', { on: false }))).toEqual([])
    expect(of(server({ owner: gone }), undefined, withRule('orphaned', { environments: ['staging'] }))).toEqual([])
    expect(of(server({ owner: gone }), undefined, withRule('orphaned', { environments: ['production'], sensitivities: ['internal'] }))).toHaveLength(1)
    expect(inScope({ ...DEFAULT_LIFECYCLE_POLICY.rules.orphaned, sensitivities: ['internal'] }, agent())).toBe(false)
  })
})

describe('duties', () => {
  type World2 = { day: number; holds: boolean; action: Action; graceDays: number }
  const walk = fc.array(fc.record({ day: fc.integer({ min: 0, max: 6 }), holds: fc.boolean(), action: fc.constantFrom<Action>('notify', 'quarantine', 'offboard'), graceDays: fc.integer({ min: 0, max: 20 }) }), { maxLength: 40 })

  /** Keeps duties as the console does, and every act with its duty. */
  function live(steps: readonly World2[]): void {
    let now = NOW
    let open: OpenDuty[] = []
    const acted = new Map<string, { told: number; at: number }>()
    const told = new Map<string, number>()
    let ids = 0
    for (const step of steps) {
      now += step.day * DAY_MS
      const policy = withRule('orphaned', { action: step.action, graceDays: step.graceDays })
      const due = evaluate(policy, [server(step.holds ? { owner: gone } : {})], { now, sources: [] }).filter((one) => one.rule === 'orphaned')
      for (let round = 0; round < 2; round += 1) {
        const plan = planDuties(due, open, now)
        // Looking a second time has nothing left to do.
        if (round === 1) expect(plan.filter((one) => one.do !== 'act')).toEqual([])
        for (const one of plan) {
          if (one.do === 'meet') open = open.filter((duty) => duty.id !== one.duty.id)
          if (one.do === 'warn') open = open.map((duty) => (duty.id === one.duty.id ? { ...duty, warnedAt: now } : duty))
          if (one.do === 'change') {
            expect(one.dueAt).toBeGreaterThanOrEqual(one.duty.dueAt)
            open = open.map((duty) => (duty.id === one.duty.id ? { ...duty, dueAt: one.dueAt, text: one.due.text, ownerId: one.due.ownerId } : duty))
          }
          if (one.do === 'act') {
            expect(acted.has(one.duty.id)).toBe(false)
            expect(one.duty.dueAt).toBeLessThanOrEqual(now)
            expect(now - (told.get(one.duty.id) ?? Infinity)).toBeGreaterThanOrEqual(0)
            acted.set(one.duty.id, { told: told.get(one.duty.id) ?? 0, at: now })
            open = open.map((duty) => (duty.id === one.duty.id ? { ...duty, actedAt: now } : duty))
          }
          if (one.do === 'open') {
            ids += 1
            expect(one.dueAt).toBe(now + step.graceDays * DAY_MS)
            told.set(String(ids), now)
            open = [...open, { id: String(ids), rule: one.due.rule, kind: one.due.kind, holderId: one.due.id, text: one.due.text, ownerId: one.due.ownerId, openedAt: now, dueAt: one.dueAt, warnedAt: null, action: one.due.action, actedAt: null }]
          }
        }
      }
      expect(open.length).toBe(step.holds ? 1 : 0)
      expect(open.every((duty) => duty.action === step.action)).toBe(true)
    }
  }

  it('a duty is open exactly while its rule holds; nothing is done before it is due, nothing twice, and no date comes nearer', () => {
    fc.assert(fc.property(walk, live), { numRuns: 300 })
  })

  it('is told again three days before its end, once, and not when it was told with less', () => {
    const duty: OpenDuty = { id: '1', rule: 'orphaned', kind: 'server', holderId: 'srv_1', text: '', ownerId: null, openedAt: ago(12), dueAt: ago(-2), warnedAt: null, action: 'quarantine', actedAt: null }
    const [due] = evaluate(DEFAULT_LIFECYCLE_POLICY, [server({ owner: gone })], world())
    const steps = (more: Partial<OpenDuty>, grace = 14): string[] => due === undefined ? [] : planDuties([{ ...due, graceMs: grace * DAY_MS }], [{ ...duty, text: due.text, ...more }], NOW).map((step) => step.do)
    expect([steps({}), steps({ warnedAt: ago(1) }), steps({ openedAt: ago(1), dueAt: ago(-1) }, 2), steps({ dueAt: ago(-4), openedAt: ago(10) })]).toEqual([['warn'], [], [], []])
  })
})

describe('the preview of a policy', () => {
  const facts = [server({ owner: gone }), server({ id: 'srv_2', name: 'jira', owner: gone }), server({ id: 'srv_3', name: 'wiki', attestedAt: ago(170) })]

  it('says who would be due, when it is acted on, and what follows more than by the policy in force', () => {
    const preview = previewPolicy(DEFAULT_LIFECYCLE_POLICY, withRule('orphaned', { action: 'notify' }), facts, [], world())
    expect(preview.lines.map((line) => [line.name, line.rule, line.action, Math.round((line.dueAt - NOW) / DAY_MS), line.change])).toEqual([
      ['github', 'orphaned', 'quarantine', 14, 'changed'], ['jira', 'orphaned', 'quarantine', 14, 'changed'], ['wiki', 'attestation_overdue', 'notify', 24, 'same']])
    expect(preview.follows).toEqual({ notify: 1, quarantine: 2, offboard: 0 })
    expect(preview.sentences).toEqual(['Quarantines 2 more within 30 days than now: github, jira.', 'Tells security of 2 fewer within 30 days than now.'])
  })

  it('keeps the date of a duty that is open, and names what falls away', () => {
    const open: OpenDuty = { id: '1', rule: 'orphaned', kind: 'server', holderId: 'srv_1', text: '', ownerId: null, openedAt: ago(10), dueAt: ago(-4), warnedAt: null, action: 'quarantine', actedAt: null }
    expect(previewPolicy(withRule('orphaned', { graceDays: 1 }), DEFAULT_LIFECYCLE_POLICY, facts.slice(0, 1), [open], world()).lines[0]).toMatchObject({ dueAt: ago(-4), change: 'same' })
    const off = previewPolicy(withRule('orphaned', { on: false }), DEFAULT_LIFECYCLE_POLICY, facts, [], world())
    expect(off.gone.map((line) => line.name)).toEqual(['github', 'jira'])
    expect(off.sentences).toEqual(['Quarantines 2 fewer within 30 days than now.', '2 duties fall away: github, jira.'])
    expect(previewPolicy(DEFAULT_LIFECYCLE_POLICY, DEFAULT_LIFECYCLE_POLICY, facts, [], world()).sentences).toEqual(['Nothing follows that does not follow now.'])
  })
})

describe('the policy', () => {
  it('asks for days where a rule needs them, and takes them nowhere else', () => {
    expect(lifecyclePolicySchema.safeParse(DEFAULT_LIFECYCLE_POLICY).success).toBe(true)
    expect(lifecyclePolicySchema.safeParse(withRule('unused', { days: null })).success).toBe(false)
    expect(lifecyclePolicySchema.safeParse(withRule('orphaned', { days: 3 })).success).toBe(false)
    expect(lifecyclePolicySchema.safeParse(withRule('stale_secret', { days: 30 })).success).toBe(true)
  })

  it.each<[string, Rule, Partial<RuleSetting>, boolean]>([
    ['switching a rule off', 'orphaned', { on: false }, true], ['a longer grace', 'unused', { graceDays: 30 }, true], ['a shorter grace', 'unused', { graceDays: 3 }, false], ['a milder action', 'orphaned', { action: 'notify' }, true],
    ['a graver action', 'unused', { action: 'offboard' }, false], ['looking at fewer', 'orphaned', { environments: ['production'] }, true], ['days for secrets that had none', 'stale_secret', { days: 90 }, false],
  ])('%s is said, and whether it asks for less', (_, rule, setting, looser) => {
    expect(lifecyclePolicyChanges(DEFAULT_LIFECYCLE_POLICY, withRule(rule, setting)).map((change) => change.looser)).toEqual([looser])
  })

  it('every rule has its place in the default, which only tells, save for what nobody answers for', () => {
    expect(RULES.filter((rule) => DEFAULT_LIFECYCLE_POLICY.rules[rule].action !== 'notify')).toEqual(['orphaned'])
  })
})
