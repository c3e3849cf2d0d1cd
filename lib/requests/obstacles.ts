import type { FieldError } from '@/lib/errors'
import type { RequestContent } from './content'

/** What of the named things bears on whether anything may be asked for. */
export type Named = {
  server: { slug: string; lifecycle: string; ownerActive: boolean; backupActive: boolean }
  /** Null for any agent. */
  agent: { name: string; active: boolean; sponsorActive: boolean; frozen?: boolean } | null
  client: { name: string; active: boolean; frozen?: boolean } | null
  /** The one person named as human. */
  person: { email: string; active: boolean; frozen?: boolean } | null
}

const NOT_RUNNING: Record<string, string> = {
  proposed: 'is only proposed; it must be active first', quarantined: 'is quarantined', offboarding: 'is being taken out of service', retired: 'is retired', rejected: 'was rejected',
}

/**
 * Why this cannot be asked for, or not be granted any more, by the field. `standing`: the request is there already; then a server
 * whose owners have left blocks nothing by itself, since their manager stands in.
 */
export function obstaclesOf(named: Named, content: Pick<RequestContent, 'agentId' | 'targets'>, standing = false): FieldError[] {
  const found: FieldError[] = []
  const { server, agent, client, person } = named
  const word = NOT_RUNNING[server.lifecycle]
  if (word !== undefined) found.push({ path: 'server', message: `${server.slug} ${word}` })
  if (server.lifecycle === 'pilot') {
    if (content.agentId === null) found.push({ path: 'caller.agent', message: `${server.slug} is in its pilot, which is for named agents` })
    content.targets.forEach((target, index) => {
      if (target.access !== 'read') found.push({ path: `targets.${index}.access`, message: `${server.slug} is in its pilot, which is for reading only` })
    })
  }
  if (!standing && !server.ownerActive && !server.backupActive) found.push({ path: 'server', message: `${server.slug} has no active owner or backup owner; one must be set first` })
  if (agent !== null && !agent.active) found.push({ path: 'caller.agent', message: `the agent ${agent.name} is not active` })
  if (agent !== null && !agent.sponsorActive) found.push({ path: 'caller.agent', message: `the sponsor of ${agent.name} has left; another must be set first` })
  if (client !== null && !client.active) found.push({ path: 'caller.client', message: `the client ${client.name} is not active` })
  if (person !== null && !person.active) found.push({ path: 'caller.human', message: `${person.email} has left` })
  for (const [path, what, one] of [['caller.agent', `the agent ${agent?.name ?? ''}`, agent], ['caller.client', `the client ${client?.name ?? ''}`, client], ['caller.human', person?.email ?? '', person]] as const) {
    if (one !== null && one.active && one.frozen === true) found.push({ path, message: `${what} is frozen: it is being offboarded` })
  }
  return found
}

/** What is wrong with the times asked for, at `now` (milliseconds). `after`: the end of the grant that it renews. */
export function timeFaults(content: Pick<RequestContent, 'startsAt' | 'terms'>, now: number, after: number | null = null): FieldError[] {
  const from = Math.max(now, content.startsAt === null ? 0 : Date.parse(content.startsAt), after ?? 0)
  const found: FieldError[] = []
  if (content.startsAt !== null && Date.parse(content.startsAt) > now + YEAR_MS) found.push({ path: 'startsAt', message: 'is more than a year ahead; ask when it is nearer' })
  for (const term of content.terms) if (term.kind === 'until' && Date.parse(term.until) <= from) found.push({ path: 'until', message: after !== null && Date.parse(term.until) > now ? 'is not after the grant that it renews ends' : 'is over before the grant would begin' })
  return found
}

const YEAR_MS = 365 * 86_400_000
