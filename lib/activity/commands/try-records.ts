import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { pool } from '@/lib/db/pool'
import { AppError, notFound } from '@/lib/errors'
import { resolveName } from '@/lib/names/resolve'
import { type Adapter, findAdapter } from '@/lib/activity/formats/adapters'
import { resourcesOf } from '@/lib/activity/derived-resources'
import { isCovered } from '@/lib/activity/judge-event'
import type { NativeEvent } from '@/lib/activity/model'
import { type Arrived, type Draft, prepareRecord } from '@/lib/activity/prepare'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import { loadSnapshot, type Snapshot } from '@/lib/activity/queries/snapshot'
import { SOURCE_NAME, type SourceSettings, VANTAGES } from '@/lib/activity/source'
import { pastedRecords, TRIED, TRIED_TEXT, type Tried, triedFields } from '@/lib/activity/try-record'

export const tryInput = z.strictObject({
  text: z.string().min(1).max(TRIED_TEXT).describe('One record, some lines, or an OTLP export as JSON.'),
  source: z.string().regex(SOURCE_NAME).optional().describe('As which source; without it, one with the usual settings.'),
  vantage: z.enum(VANTAGES).optional().describe('Who observed, where no source is named; gateway unless stated.'),
})
export type TryInput = z.output<typeof tryInput>

export type Trial = { format: string; adapterVersion: string; stored: false; received: number; records: Tried[] }

/**
 * What records would become if a source sent them now: the same way as a delivery, up to the verdict, and nothing is stored or
 * counted. Shows the first twenty. Parameters are redacted as that source would.
 */
export async function tryRecords(actor: Actor, ctx: Ctx, format: string, input: TryInput): Promise<Trial> {
  require(actor, 'source.read')
  require(actor, 'activity.read')
  const adapter = findAdapter(format)
  if (adapter === null) throw notFound('format')
  const source = input.source === undefined ? usual(format, input.vantage) : await findSourceByName(input.source)
  if (source === null) throw notFound('source')
  const records = pastedRecords(input.text, format)
  if (records.length === 0) throw new AppError('invalid_input', 'There is no record in it. Nothing was stored.', { errors: [{ path: 'text', message: 'holds no record' }] })
  const snapshot = await loadSnapshot()
  const tried: Tried[] = []
  for (const record of records.slice(0, TRIED)) tried.push(await tryOne(record, { adapter, source, snapshot, ctx }))
  return { format, adapterVersion: adapter.version, stored: false, received: records.length, records: tried }
}

function usual(format: string, vantage: SourceSettings['vantage'] = 'gateway'): SourceSettings {
  return { id: '', name: '', format, vantage, redaction: 'masked', covers: [], attribution: {}, heartbeatMs: null }
}

type With = { adapter: Adapter; source: SourceSettings; snapshot: Snapshot; ctx: Ctx }

async function tryOne(record: Arrived, { adapter, source, snapshot, ctx }: With): Promise<Tried> {
  const { index } = record
  const prepared = prepareRecord(record, adapter, source, ctx.now.getTime())
  if ('letter' in prepared) return { index, result: prepared.letter.open ? 'refused' : 'no_act', code: prepared.letter.code, message: prepared.letter.message }
  const { draft } = prepared
  const judged = judge(draft, source, snapshot)
  const { names, servers } = snapshot.declarations
  if (!isCovered(source.covers, snapshot.declarations, judged, source.name, (name, of, at) => resolveName(names, 'server', name, of, at))) {
    return { index, result: 'refused', code: 'not_covered', message: `The source does not speak for the server ${JSON.stringify(draft.event.server.slice(0, 100))}.` }
  }
  const { access, verdict, grantId, nearestGrantId, serverId } = judged
  return {
    index, result: 'event',
    event: {
      fields: triedFields(keptOf(draft, judged.resources), JSON.parse(record.text)),
      evidence: draft.evidence, adapterVersion: draft.adapterVersion, attributed: draft.attributed, access, verdict, grantId, nearestGrantId,
      server: serverId === null ? null : (servers.get(serverId)?.slug ?? null), known: source.id !== '' && (await isStored(draft.key)),
    },
  }
}

/** The event as it would be kept: with the source's constants, the resources that its arguments name, and parameters as the source keeps them. */
function keptOf({ event, agent, client, parameters }: Draft, resources: readonly string[]): NativeEvent {
  const { parameters: _given, ...rest } = event
  return { ...rest, ...(resources.length === 0 ? {} : { resources: [...resources] }), ...(agent === null ? {} : { agent }), ...(client === null ? {} : { client }), ...(parameters === null ? {} : { parameters }) }
}

function judge(draft: Draft, source: SourceSettings, snapshot: Snapshot) {
  const { event } = draft
  return snapshot.judge({
    at: draft.at, source: source.name, kind: event.kind, server: event.server, target: event.target, access: event.access,
    resources: resourcesOf(event, draft.at, source.name, snapshot.declarations),
    human: event.human, client: draft.client, agent: draft.agent,
  })
}

async function isStored(key: string): Promise<boolean> {
  const { rowCount } = await pool().query('SELECT 1 FROM event_key WHERE key = $1::uuid', [key])
  return rowCount === 1
}
