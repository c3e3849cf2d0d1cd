import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { EnforcementExport } from '@/lib/enforcement/export'
import { enforcementQuery, type EnforcementQuery, type NotExpressed } from '@/lib/enforcement/model'
import { exportEnforcement } from '@/lib/enforcement/queries'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { serverChoices } from '@/lib/registry/queries/servers'

/** Grants that are left out for the same reason. */
export type LeftOut = { what: string; why: string; effect: NotExpressed['effect']; grants: { id: string; target: string; server: string }[] }

export type EnforcementScreen = {
  query: EnforcementQuery
  servers: { slug: string; name: string }[]
  answer: EnforcementExport
  leftOut: LeftOut[]
  /** Files as a person reads them, policies as policies, with as many lines as a page should hold; `more`: lines that are not shown. */
  previews: { name: string; lines: string[]; more: number }[]
}

/** An address that makes no sense is read as the usual question. */
export function readEnforcementQuery(query: Readonly<Record<string, string | undefined>>): EnforcementQuery {
  const { format, server, agentClaim, clientClaim, humanClaim, unconfirmed } = query
  const given = Object.fromEntries(Object.entries({ format, server, agentClaim, clientClaim, humanClaim, unconfirmed }).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = enforcementQuery.safeParse(given)
  return parsed.success ? parsed.data : enforcementQuery.parse({})
}

export async function enforcementScreen(actor: Actor, query: EnforcementQuery, now: Date): Promise<EnforcementScreen> {
  const answer = await exportEnforcement(actor, query, now)
  const ids = [...new Set(answer.notExpressed.map((one) => one.grantId))]
  const grants = new Map((await findGrants(actor, { id: { in: ids } }, ids.length)).map((grant) => [grant.id, grant.target]))
  const servers = (await serverChoices(actor)).filter((server) => mayOnServer(actor, 'registry.read', server.id)).map(({ slug, name }) => ({ slug, name }))
  return { query, servers, answer, leftOut: leftOutOf(answer.notExpressed, grants), previews: answer.files.map(({ name, text }, place) => preview(name, readable(answer.configs[place]?.config, text))) }
}

function leftOutOf(list: readonly NotExpressed[], targets: ReadonlyMap<string, string>): LeftOut[] {
  const groups = Map.groupBy(list, ({ what, why, effect }) => JSON.stringify([effect, what, why]))
  return [...groups.values()].flatMap((group): LeftOut[] => {
    const [first] = group
    if (first === undefined) return []
    return [{ what: first.what, why: first.why, effect: first.effect, grants: group.map(({ grantId, server }) => ({ id: grantId, server, target: targets.get(grantId) ?? grantId })) }]
  }).toSorted((a, b) => (a.effect === b.effect ? b.grants.length - a.grants.length : a.effect === 'left_out' ? -1 : 1))
}

/** Cedar policies are told apart from the JSON around them; everything else is shown as it is. */
function readable(config: EnforcementExport['configs'][number]['config'] | undefined, text: string): string {
  return config !== undefined && 'cedar' in config ? config.cedar.policies.join('\n\n') : text.trimEnd()
}

const LINES = 60
const LONG = 320

function preview(name: string, text: string): EnforcementScreen['previews'][number] {
  const lines = text.split('\n')
  const cut = (line: string): string => (line.length > LONG ? `${line.slice(0, LONG)} … (${(line.length - LONG).toLocaleString('en-US')} characters more in the file)` : line)
  return { name, lines: lines.slice(0, LINES).map(cut), more: Math.max(0, lines.length - LINES) }
}
