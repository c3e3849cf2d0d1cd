import type { EventView } from '@/lib/activity/event-view'
import { listEvents } from '@/lib/activity/queries/events'
import { eventHistogram, type EventHistogram } from '@/lib/activity/queries/histogram'
import { listSources, type SourceView } from '@/lib/activity/queries/sources'
import { type Actor, may } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { hasCode } from '@/lib/errors'
import { callsOf } from '@/lib/drift/calls'
import type { FindingDetail, FindingView } from '@/lib/drift/model'
import { getFinding } from '@/lib/drift/queries/findings'
import { type DefinitionPair, definitionPair } from './definition-pair'
import { VERDICTS } from '@/lib/grants/model'
import { type EventDetail, eventDetail } from './activity'
import { findingList, type FindingList, findingTrend, type Query, questionOf, type Trend } from './drift-findings'
import { driftMatrix, type DriftMatrixView } from './drift-matrix'

const HOUR = 3_600_000

export type DriftScreen = {
  list: FindingList
  trend: Trend[]
  matrix: DriftMatrixView
  notAllowed: { open: number; critical: number; high: number; worst: FindingView | null; lastDay: EventHistogram | null }
  sources: { alive: number; total: number; silent: SourceView[]; deadLetters: number } | null
  lastRun: { finishedAt: string } | null
  open: OpenFinding | null
}

export type OpenFinding = { /** Of a finding about a tool's definition. */ definition: DefinitionPair | null; finding: FindingDetail; events: EventView[]; example: EventDetail | null; position: number | null }

const REFUSED = VERDICTS.filter((verdict) => verdict !== 'granted')

export async function driftScreen(actor: Actor, query: Query, now: Date): Promise<DriftScreen> {
  const list = await findingList(actor, query)
  const seesCalls = may(actor, 'activity.read')
  const [trend, matrix, lastDay, sources, lastRun, open] = await Promise.all([
    findingTrend(list.all, now), seesCalls ? driftMatrix(actor, now) : emptyMatrix(),
    seesCalls ? eventHistogram(actor, { verdict: REFUSED }, { from: now.getTime() - 24 * HOUR, to: now.getTime() }) : null,
    sourceAnswer(actor, now),
    db().driftRun.findFirst({ where: { finishedAt: { not: null }, error: null }, orderBy: { startedAt: 'desc' } }),
    query['finding'] === undefined ? null : openFinding(actor, query['finding'], list, now),
  ])
  const loud = list.all.filter((row) => row.status === 'open' && questionOf(row.kind) === 'Not allowed')
  const worst = [...loud].sort((a, b) => RANK[b.severity] - RANK[a.severity] || (a.lastSeen < b.lastSeen ? 1 : -1))[0] ?? null
  return {
    list, trend, matrix, sources, open,
    notAllowed: { open: loud.length, critical: count(loud, 'critical'), high: count(loud, 'high'), worst, lastDay },
    lastRun: lastRun === null || lastRun.finishedAt === null ? null : { finishedAt: lastRun.finishedAt.toISOString() },
  }
}

const RANK = { low: 0, medium: 1, high: 2, critical: 3 } as const

function count(rows: readonly FindingView[], severity: FindingView['severity']): number {
  return rows.filter((row) => row.severity === severity).length
}

function emptyMatrix(): DriftMatrixView {
  return { columns: [], rows: [], total: { used: 0, held: 0, unused: 0, unknown: 0, unusedWrite: 0 } }
}

async function sourceAnswer(actor: Actor, now: Date): Promise<DriftScreen['sources']> {
  if (!may(actor, 'source.read')) return null
  const sources = await listSources(actor, now)
  const silent = sources.filter((source) => source.health === 'silent')
  return { total: sources.length, alive: sources.length - silent.length, silent, deadLetters: sources.reduce((sum, source) => sum + source.counters.openDeadLetters, 0) }
}

/** The finding whose drawer is open, its latest calls, and the newest of them beside its nearest grant. */
async function openFinding(actor: Actor, id: string, list: FindingList, now: Date): Promise<OpenFinding | null> {
  try {
    const finding = await getFinding(actor, id)
    const events = may(actor, 'activity.read') ? await eventsOf(actor, finding) : []
    const first = events[0]
    const place = list.rows.findIndex((row) => row.id === id)
    return { finding, events, definition: await definitionPair(actor, finding), example: first === undefined ? null : await eventDetail(actor, first.id, now), position: place === -1 ? null : place }
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return null
    throw error
  }
}

async function eventsOf(actor: Actor, finding: FindingView): Promise<EventView[]> {
  const filter = callsOf(finding)
  if (filter === null) return []
  const { verdict, ...names } = filter
  const verdicts = VERDICTS.filter((one) => one === verdict)
  const page = await listEvents(actor, { ...names, ...(verdict === undefined ? {} : { verdict: verdicts }) }, { limit: 6 })
  return page.items
}
