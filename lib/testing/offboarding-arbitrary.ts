import fc from 'fast-check'

/** Everything around random subjects, by number: `people: 4` are per_p0 … per_p3. Numbers beyond what there is are counted round. */
export type WorldSpec = {
  people: { manager: number | null; active: boolean; roles: ('owner' | 'member' | 'security_reviewer' | 'incident_responder' | 'auditor' | 'admin')[]; teams: { team: number; from: number | null; to: number | null }[] }[]
  servers: { owner: number; backup: number | null; team: number | null; lifecycle: 'active' | 'pilot' | 'quarantined'; sensitivity: 'public' | 'internal' | 'restricted'; secrets: ('static' | 'dynamic')[]; downstream: string[] }[]
  agents: { sponsor: number; active: boolean }[]
  clients: { active: boolean }[]
  grants: GrantSpec[]
  requests: { state: 'pending' | 'draft'; by: number; server: number; agent: number | null; client: number | null; human: HumanSpec }[]
  tokens: { owner: number; maker: number; revoked: boolean }[]
  sessions: { person: number; revoked: boolean }[]
  links: { person: number; used: boolean }[]
  standIns: { person: number; delegate: number; from: number; ended: boolean }[]
  sources: { covers: number[] | null; vantage: 'gateway' | 'server' | 'agent' | 'mixed'; sampled: boolean }[]
  /** Offboardings of others that somebody of these answers for. */
  cases: { server: number; owner: number }[]
}
export type HumanSpec = { rule: 'person' | 'team'; of: number } | { rule: 'any' | 'none' }
/** `from`, `until`: days from now. */
export type GrantSpec = {
  server: number; agent: number | null; client: number | null; human: HumanSpec; target: string; access: 'read' | 'write' | 'admin'; scope: string[]; mode: 'direct' | 'task'
  from: number; until: number | null; ended: boolean; held: 'no' | 'all' | 'tool' | 'past'
}
export type SubjectSpec = { kind: 'server' | 'agent' | 'client' | 'person'; which: number }

const number = fc.nat(5)
const maybe = fc.option(number, { freq: 2 })
const mostly = fc.nat(5).map((n) => n > 0)
const human: fc.Arbitrary<HumanSpec> = fc.oneof(fc.record({ rule: fc.constantFrom('person' as const, 'team' as const), of: number }), fc.record({ rule: fc.constantFrom('any' as const, 'none' as const) }))
const few = <T>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> => fc.array(one, { maxLength, size: 'max' })

const grant: fc.Arbitrary<GrantSpec> = fc.record({
  server: number, agent: maybe, client: maybe, human, target: fc.constantFrom('list_issues', 'create_issue', '*_issue', '*'), access: fc.constantFrom('read' as const, 'write' as const, 'admin' as const), scope: fc.constantFrom<string[][]>([], [], ['repo:a/*']),
  mode: fc.constantFrom('direct' as const, 'direct' as const, 'task' as const), from: fc.constantFrom(-30, -1, 2, 20), until: fc.constantFrom(null, -5, 10, 300), ended: fc.nat(5).map((n) => n === 0), held: fc.constantFrom('no' as const, 'no' as const, 'all' as const, 'tool' as const, 'past' as const),
}).map((one) => (one.until !== null && one.until < one.from ? { ...one, from: -30 } : one))

/** A small organisation in which everything is tied to everything: managers in circles, people who have left but own, grants of each sort. */
export const anyWorld: fc.Arbitrary<WorldSpec> = fc.record({
  people: fc.array(fc.record({
    manager: maybe, active: mostly, roles: fc.subarray(['owner' as const, 'member' as const, 'security_reviewer' as const, 'incident_responder' as const, 'auditor' as const], { maxLength: 2 }), teams: few(fc.record({ team: number, from: fc.constantFrom(null, -10, 3), to: fc.constantFrom(null, 30) }), 2),
  }), { minLength: 2, maxLength: 5 }),
  servers: fc.array(fc.record({
    owner: number, backup: maybe, team: maybe, lifecycle: fc.constantFrom('active' as const, 'active' as const, 'pilot' as const, 'quarantined' as const), sensitivity: fc.constantFrom('public' as const, 'internal' as const, 'restricted' as const),
    secrets: few(fc.constantFrom('static' as const, 'dynamic' as const), 2), downstream: few(fc.constantFrom('db', 'mail'), 1),
  }), { minLength: 1, maxLength: 4 }),
  agents: fc.array(fc.record({ sponsor: number, active: mostly }), { minLength: 1, maxLength: 3 }),
  clients: fc.array(fc.record({ active: mostly }), { minLength: 1, maxLength: 2 }),
  grants: fc.array(grant, { minLength: 4, maxLength: 14, size: 'max' }),
  requests: few(fc.record({ state: fc.constantFrom('pending' as const, 'pending' as const, 'draft' as const), by: number, server: number, agent: maybe, client: maybe, human }), 5),
  tokens: few(fc.record({ owner: number, maker: number, revoked: mostly.map((n) => !n) }), 4),
  sessions: few(fc.record({ person: number, revoked: mostly.map((n) => !n) }), 4),
  links: few(fc.record({ person: number, used: mostly.map((n) => !n) }), 3),
  standIns: few(fc.record({ person: number, delegate: number, from: fc.constantFrom(-2, 3), ended: mostly.map((n) => !n) }), 3),
  sources: few(fc.record({ covers: fc.option(fc.array(number, { maxLength: 2 }), { freq: 2 }), vantage: fc.constantFrom('gateway' as const, 'server' as const, 'agent' as const, 'mixed' as const), sampled: mostly.map((n) => !n) }), 2),
  cases: few(fc.record({ server: number, owner: number }), 1),
})

export const anySubject: fc.Arbitrary<SubjectSpec> = fc.record({ kind: fc.constantFrom('server' as const, 'agent' as const, 'client' as const, 'person' as const, 'person' as const), which: number })
