import { z } from 'zod'
import type { ReevaluationScope } from '@/lib/names/model'
import type { Judged } from './judge-event'
import type { Kind } from './model'

/** A stored event as a re-evaluation reads it: what was reported, and what was concluded from it so far. Times in milliseconds. */
export type StoredEvent = {
  key: string; at: number; source: string; kind: Kind; target: string; resources: string[]; statedAccess: 'read' | 'write' | 'admin' | null; serverName: string
  agentName: string | null; clientName: string | null; humanName: string | null; serverId: string | null; agentId: string | null; clientId: string | null
  humanId: string | null; access: string; verdict: string | null; grantId: string | null; nearestGrantId: string | null; counted: boolean
}

const CONCLUDED = ['serverId', 'agentId', 'clientId', 'humanId', 'access', 'verdict', 'grantId', 'nearestGrantId'] as const

/** Does today's judgement differ from the stored one? */
export function differs(event: StoredEvent, judged: Judged): boolean {
  return CONCLUDED.some((member) => event[member] !== judged[member])
}

/** A server's day whose roll-up no longer fits its events. */
export const serverDay = z.tuple([z.number().int(), z.string().nullable(), z.string()])
export type ServerDayMark = z.output<typeof serverDay>

/** How far a re-evaluation has come: the last event judged again, and the days whose roll-up is still to be counted again. */
export const progress = z.object({ at: z.number(), key: z.string(), dirty: z.array(serverDay) })
export type Progress = z.output<typeof progress>

/** The days to count again now, all of whose events have been judged, and those to keep for later. */
export function settled(dirty: readonly ServerDayMark[], reachedDay: number | null): { now: ServerDayMark[]; later: ServerDayMark[] } {
  const distinct = new Map(dirty.map((mark) => [JSON.stringify(mark[1] === null ? mark : [mark[0], mark[1]]), mark]))
  const all = [...distinct.values()]
  return { now: all.filter(([day]) => reachedDay === null || day < reachedDay), later: all.filter(([day]) => reachedDay !== null && day >= reachedDay) }
}

const LISTS = [
  ['serverIds', 'server_id'], ['serverNames', 'server_name'], ['agentIds', 'agent_id'], ['agentNames', 'agent_name'], ['clientIds', 'client_id'],
  ['clientNames', 'client_name'], ['humanIds', 'human_id'], ['humanNames', 'human_name'],
] as const

/**
 * The condition that a scope puts on events: any of its lists, within target and time. A scope without any list means all events
 * within target and time; one whose lists are all empty means none.
 */
export function scopeCondition(scope: ReevaluationScope, bind: (value: unknown) => string): string {
  const given = LISTS.filter(([member]) => scope[member] !== undefined)
  const any = given.flatMap(([member, column]) => (scope[member]?.length === 0 ? [] : [`${column} = ANY(${bind(scope[member])})`]))
  const conditions = given.length === 0 ? [] : [any.length === 0 ? 'false' : `(${any.join(' OR ')})`]
  if (scope.target !== undefined) conditions.push(`target = ${bind(scope.target)}`)
  if (scope.from !== undefined) conditions.push(`occurred_at >= ${bind(new Date(scope.from).toISOString())}`)
  if (scope.to !== undefined) conditions.push(`occurred_at < ${bind(new Date(scope.to).toISOString())}`)
  return conditions.length === 0 ? 'true' : conditions.join(' AND ')
}
