import type { AccessParam } from './access-filter'
import type { AccessLine } from './access-lines'

/** What an answer's sentence is made of. `agents`: distinct ones let in; `usedBy`: those seen doing it, null = not to be known. */
export type Told = { names: Partial<Record<AccessParam, string>>; lines: readonly AccessLine[]; agents: number; usedBy: number | null }

/** The answer in one sentence that a person can repeat, and a second one for what stands and gives nothing. */
export function accessSentence(told: Told): string {
  const effective = told.lines.filter((line) => line.rest === null && !line.later)
  const resting = told.lines.filter((line) => line.rest !== null).length
  const later = told.lines.length - effective.length - resting
  return [answerOf(told, effective), restingWords(resting, effective.length), laterWords(later)].filter((part) => part !== '').join(' ')
}

function answerOf({ names, agents, usedBy }: Told, effective: readonly AccessLine[]): string {
  const caller = callerWords(names)
  const target = targetWords(names, effective)
  if (effective.length === 0) return caller === null ? `Nobody can ${target}, by the grants that you may see.` : `No grant that you may see lets ${caller} ${target}.`
  const highest = effective.some((line) => line.access === 'admin') ? 'admin' : effective.some((line) => line.access === 'write') ? 'write' : 'read'
  if (caller === null) return `${count(agents, 'agent')} can ${target}, at most with ${highest}${neverWords(agents, usedBy)}.`
  if (names.server !== undefined || names.tool !== undefined) return `Yes: ${caller} can ${target}, at most with ${highest}${unusedWords(effective)}.`
  const servers = new Set(effective.map((line) => line.server)).size
  const targets = new Set(effective.map((line) => `${line.server} ${line.kind} ${line.target}`)).size
  return `${capital(caller)} can reach ${count(targets, 'target')} on ${count(servers, 'server')}, at most with ${highest}${unusedWords(effective)}.`
}

function callerWords({ agent, client, human }: Told['names']): string | null {
  const parts = [agent === undefined ? null : shortest(agent), human === undefined ? null : `${agent === undefined ? 'an agent ' : ''}acting for ${human}`, client === undefined ? null : `${agent === undefined && human === undefined ? 'an agent ' : ''}in ${client}`].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' ')
}

/** The last part of a SPIFFE ID says enough in a sentence. */
function shortest(agent: string): string {
  return agent.startsWith('spiffe://') ? agent.slice(agent.lastIndexOf('/') + 1) : agent
}

function targetWords({ server, tool }: Told['names'], effective: readonly AccessLine[]): string {
  if (tool === undefined) return server === undefined ? 'do anything' : `reach ${server}`
  const read = effective.some((line) => line.kind === 'context')
  return `${read ? 'read' : 'call'} ${tool}${server === undefined ? '' : ` on ${server}`}`
}

function neverWords(agents: number, usedBy: number | null): string {
  if (usedBy === null || agents === 0) return ''
  const never = agents - usedBy
  if (never === 0) return agents === 1 ? '; it was seen doing so in 90 days' : '; all of them were seen doing so in 90 days'
  if (usedBy === 0) return agents === 1 ? '; it was not seen doing so in 90 days' : '; none of them was seen doing so in 90 days'
  return `; ${never === 1 ? 'one' : never.toLocaleString('en-US')} of them ${never === 1 ? 'was' : 'were'} not seen doing so in 90 days`
}

function unusedWords(effective: readonly AccessLine[]): string {
  if (effective.some((line) => line.use === null)) return ''
  const byTarget = Map.groupBy(effective, (line) => `${line.server} ${line.kind} ${line.target}`)
  const unused = [...byTarget.values()].filter((lines) => lines.every((line) => (line.use?.calls ?? 0) === 0)).length
  if (unused === 0) return ''
  if (byTarget.size === 1) return '; no such call was seen in 90 days'
  return `; ${unused === byTarget.size ? 'none of them' : unused === 1 ? 'one of them' : `${unused.toLocaleString('en-US')} of them`} ${unused === byTarget.size ? 'was seen used' : unused === 1 ? 'was not seen used' : 'were not seen used'} in 90 days`
}

function restingWords(resting: number, effective: number): string {
  if (resting === 0) return ''
  return `${resting === 1 ? 'One' : resting.toLocaleString('en-US')}${effective === 0 ? '' : ' more'} ${resting === 1 ? 'line stands but gives' : 'lines stand but give'} nothing now.`
}

/** Globs on servers whose tools are known: nothing today, and whatever of that name comes. */
function laterWords(later: number): string {
  return later === 0 ? '' : `${later === 1 ? 'One glob admits' : `${later.toLocaleString('en-US')} globs admit`} tools that may still come.`
}

function count(number: number, noun: string): string {
  return `${number === 1 ? 'One' : number === 0 ? 'No' : number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`.replace(/^(One|No) (?=target|server)/, (word) => word.toLowerCase())
}

function capital(text: string): string {
  return text.startsWith('an agent') ? `An${text.slice(2)}` : text
}
