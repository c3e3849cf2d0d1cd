import { z } from 'zod'
import { type Actor, reach, require } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { HolderKind } from '@/lib/lifecycle/model'
import { partOf, type Somebody, TRANSFER_STATES } from '@/lib/lifecycle/transfer'
import { type StoredTransfer, type TransferView, transferView } from '@/lib/lifecycle/transfer-view'

export const transferFilterSchema = z.strictObject({ state: z.enum(TRANSFER_STATES).optional(), mine: z.enum(['true', 'false']).transform((value) => value === 'true').optional(), kind: z.enum(['server', 'agent']).optional(), holder: z.string().max(400).optional() })
export type TransferFilter = z.output<typeof transferFilterSchema>

type Row = Prisma.OwnershipTransferGetPayload<object>

/** Who somebody is to a transfer; null = a token, or the console itself, which decide nothing. */
export function somebodyOf(actor: Actor): Somebody | null {
  return actor.kind === 'person' && actor.personId !== null ? { personId: actor.personId, isReviewer: actor.roles.includes('security_reviewer') } : null
}

/** Both sides, whoever asked, whoever owns it, and everybody who sees the whole registry. */
function visibleTransfers(actor: Actor): Prisma.OwnershipTransferWhereInput {
  require(actor, 'registry.read')
  return reach(actor, 'registry.read') === 'all' ? {} : { OR: [...mineOf(actor), { holderKind: 'server', holderId: { in: [...actor.ownServerIds] } }, { holderKind: 'agent', holderId: { in: [...actor.ownAgentIds] } }] }
}

function mineOf({ personId }: Actor): Prisma.OwnershipTransferWhereInput[] {
  return personId === null ? [{ id: { in: [] } }] : [{ fromId: personId }, { toId: personId }, { askedBy: personId }]
}

/** Transfers that the actor may see, newest first, one page. */
export async function listTransfers(actor: Actor, filter: TransferFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<TransferView>> {
  const after = decodeCursor(page.cursor, z.string())
  const found = await db().ownershipTransfer.findMany({
    where: { AND: [
      visibleTransfers(actor), filter.state === undefined ? {} : { state: filter.state }, filter.kind === undefined ? {} : { holderKind: filter.kind }, filter.holder === undefined ? {} : { holderId: filter.holder },
      filter.mine === true ? { OR: mineOf(actor) } : filter.mine === false ? { NOT: { OR: mineOf(actor) } } : {}, after === null ? {} : { id: { lt: after } },
    ] }, orderBy: { id: 'desc' }, take: page.limit + 1,
  })
  const views = new Map((await viewsOf(actor, found, now)).map((view) => [view.id, view]))
  return pageOf(found.filter((row) => views.has(row.id)), page.limit, (row) => views.get(row.id) as TransferView, (row) => row.id)
}

/** One transfer; `not_found` also for one that may not be seen. */
export async function getTransfer(actor: Actor, id: string, now: Date, client: Tx = db()): Promise<TransferView> {
  const row = await client.ownershipTransfer.findFirst({ where: { AND: [{ id }, visibleTransfers(actor)] } })
  const [view] = row === null ? [] : await viewsOf(actor, [row], now, client)
  if (view === undefined) throw notFound('transfer')
  return view
}

async function viewsOf(actor: Actor, rows: readonly Row[], now: Date, client: Tx = db()): Promise<TransferView[]> {
  const stored = await withPlaces(rows, client)
  const ids = stored.flatMap((row) => [row.fromId, row.toId, row.askedBy, row.fromAgreedBy, row.closedBy, row.alsoFrom]).filter((id) => id !== null)
  const names = new Map((await client.person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  return stored.map((row) => transferView(row, (id) => names.get(id) ?? (id === 'system' ? 'Bailiwick' : id), somebodyOf(actor), now.getTime()))
}

const PERSON = { select: { id: true, active: true } } as const
type Place = { name: string; fromActive: boolean; alsoFrom: string | null }

/** Transfers with the place that each is about, as it is now. */
export async function withPlaces(rows: readonly Row[], client: Tx): Promise<StoredTransfer[]> {
  const idsOf = (kind: HolderKind): string[] => [...new Set(rows.filter((row) => row.holderKind === kind).map((row) => row.holderId))]
  const servers = new Map((await client.server.findMany({ where: { id: { in: idsOf('server') } }, select: { id: true, slug: true, owner: PERSON, backupOwner: PERSON } })).map((row) => [row.id, row]))
  const agents = new Map((await client.agent.findMany({ where: { id: { in: idsOf('agent') } }, select: { id: true, name: true, sponsor: PERSON } })).map((row) => [row.id, row]))
  return rows.flatMap((row): StoredTransfer[] => {
    const kind: HolderKind = row.holderKind === 'agent' ? 'agent' : 'server'
    const part = partOf(kind, row.part)
    const agent = agents.get(row.holderId)
    const server = servers.get(row.holderId)
    const place: Place | null = kind === 'agent' ? agent === undefined ? null : { name: agent.name, fromActive: agent.sponsor.active, alsoFrom: null }
      : server === undefined ? null : { name: server.slug, ...serverPlace(part, server.owner, server.backupOwner) }
    return place === null ? [] : [{ ...row, kind, part, holderName: place.name, fromActive: place.fromActive, alsoFrom: place.alsoFrom, state: TRANSFER_STATES.find((state) => state === row.state) ?? 'lapsed' }]
  })
}

type P = { id: string; active: boolean }

/** Who may speak for a place of a server beside whoever has it: the owner for the backup owner's, the backup owner for one whose owner has left. */
export function serverPlace(part: string, owner: P, backup: P | null): { fromActive: boolean; alsoFrom: string | null } {
  if (part === 'backup') return { fromActive: backup?.active === true || owner.active, alsoFrom: owner.active ? owner.id : null }
  return { fromActive: owner.active, alsoFrom: !owner.active && backup?.active === true ? backup.id : null }
}
