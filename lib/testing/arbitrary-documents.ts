import fc from 'fast-check'
import type { Content, Standing, Wanted } from '@/lib/document/model'

/** The moment at which plans are made in tests. */
export const PLAN_NOW = 1_000

const times = { from: fc.constantFrom<number | null>(null, null, 500, 900, 1_500), until: fc.constantFrom<number | null>(null, 900, 2_000, 2_000, 3_000) }

/** Contents of a small world that collide often. */
export const anyContent: fc.Arbitrary<Content> = fc.record({
  serverId: fc.constantFrom('github', 'github', 'jira'), agentId: fc.constantFrom<string | null>('triage', 'release', null), clientId: fc.constantFrom<string | null>('code', null),
  human: fc.constantFrom<Content['human']>({ rule: 'person', personId: 'dana' }, { rule: 'any' }, { rule: 'none' }, { rule: 'team', teamId: 'core' }),
  targetKind: fc.constantFrom('tool', 'tool', 'context'), target: fc.constantFrom('create_issue', 'create_*', '*', 'file:///a', 'file:///*'), access: fc.constantFrom('read', 'write', 'admin'),
  scope: fc.constantFrom<string[]>([], ['repo:a/*'], ['repo:a/x', 'repo:b'], ['repo:*']), purpose: fc.constantFrom('Triage', 'Triage', 'Release'), mode: fc.constantFrom('direct', 'direct', 'task'), reauthorise: fc.boolean(), ...times,
})

const current = (content: Content): boolean => content.until === null || (content.until > PLAN_NOW && content.until > (content.from ?? 0))

/** Grants in force or still to begin, with ids of their own. */
export const anyStanding: fc.Arbitrary<Standing[]> = fc.array(anyContent.filter(current), { maxLength: 8 })
  .map((contents) => contents.map((content, i) => ({ id: `g${i}`, content: { ...content, from: content.from ?? 0 }, longest: i % 3 === 0 ? 2_000 : null })))

/** Entries: some as grants stand, some changed in one field, some of no grant; with their ids or without. */
export function anyWanted(standing: readonly Standing[]): fc.Arbitrary<Wanted[]> {
  const ids = [...standing.map((grant) => grant.id), 'unknown']
  const near = standing.length === 0 ? [] : [fc.tuple(fc.constantFrom(...standing), anyContent, fc.constantFrom<(keyof Content)[]>([], [], ['access'], ['target'], ['scope'], ['until'], ['human', 'agentId'], ['purpose'], ['from']), fc.boolean())
    .map(([grant, other, fields, named]) => ({ id: named ? grant.id : null, content: { ...grant.content, ...Object.fromEntries(fields.map((field) => [field, other[field]])) } as Content }))]
  const far = fc.record({ id: fc.option(fc.constantFrom(...ids)), content: anyContent })
  return fc.array(fc.oneof(...near, far), { maxLength: 8 }).map((entries) => entries
    // A document gives an id once.
    .map((entry, index) => ({ ...entry, id: entries.findIndex((other) => other.id === entry.id) === index ? entry.id : null, index })))
}

export const anyPlanning: fc.Arbitrary<{ standing: Standing[]; wanted: Wanted[] }> = anyStanding.chain((standing) => anyWanted(standing).map((wanted) => ({ standing, wanted })))
