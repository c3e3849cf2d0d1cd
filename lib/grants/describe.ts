import { dayInWords } from './day-in-words'
import type { GrantView } from './grant-view'

const ACTS = {
  tool: { one: 'call the tool', many: 'call every tool named', all: 'call every tool' },
  context: { one: 'read the context', many: 'read all context named', all: 'read all context' },
  downstream: { one: 'take the action', many: 'take every action named', all: 'take every action' },
} as const

const ARTICLE = { read: 'to read', write: 'to read and write', admin: 'to read, write and administer' } as const

/** A grant as one sentence that a person can repeat. Names the identities as known; dates are UTC days. */
export function grantSentence(grant: Pick<GrantView, 'server' | 'caller' | 'target' | 'access' | 'scope' | 'validFrom' | 'validUntil' | 'mode' | 'reauthorise'>): string {
  const { caller, target } = grant
  const acts = ACTS[target.kind]
  const what = target.name === '*' ? acts.all : `${target.name.includes('*') ? acts.many : acts.one} ${target.name}`
  const where = grant.scope.length === 0 ? 'on any resource' : `on ${listed(grant.scope)} only`
  const until = grant.validUntil === null ? 'without an end' : `until ${dayInWords(grant.validUntil)}`
  const task = grant.mode === 'task' ? ' Only during a task credential issued under it.' : ''
  const fresh = grant.reauthorise ? ' Writes need a fresh approval by that human.' : ''
  return `${agentWords(caller.agent)}, running in ${clientWords(caller.client)}, ${humanWords(caller.human)}, may ${what} on ${grant.server} ${ARTICLE[grant.access]}, ${where}, from ${dayInWords(grant.validFrom)} ${until}.${task}${fresh}`
}

function agentWords(agent: string): string {
  return agent === 'any' ? 'Any registered agent' : `Agent ${agent}`
}

function clientWords(client: string): string {
  return client === 'any' ? 'any registered client' : client
}

function humanWords(human: string): string {
  if (human === 'any') return 'on behalf of any registered person'
  if (human === 'none') return 'on nobody’s behalf'
  return human.startsWith('team:') ? `on behalf of anyone in team ${human.slice('team:'.length)}` : `on behalf of ${human}`
}

function listed(items: readonly string[]): string {
  const shown = items.length > 4 ? [...items.slice(0, 3), `${items.length - 3} more`] : items
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

/** What revoking would take away, from what happened under the grant of late. */
export function revokeConsequence(recent: { calls: number; agents: readonly { agent: string; calls: number }[]; days: number } | null): string {
  if (recent === null) return 'It ends from now on. What happened under it before stays granted.'
  const [first, ...others] = recent.agents
  if (first === undefined || recent.calls === 0) return `Nobody made a call under it in the last ${recent.days} days, so nothing seen lately would stop.`
  const also = others.length === 0 ? '' : `, and ${others.length === 1 ? 'one other agent' : `${others.length} other agents`} ${(recent.calls - first.calls).toLocaleString('en-US')}`
  return `${first.agent} made ${first.calls.toLocaleString('en-US')} ${first.calls === 1 ? 'call' : 'calls'} under it in the last ${recent.days} days${also}. From now on such calls are not granted, unless another grant covers them. What happened before stays granted.`
}
