import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { type ClientView, clientView } from '@/lib/registry/workload-view'
import { currentNames } from './names'
import { escaped } from './servers'
import { visibleClients } from './visibility'

/** A keyset page: `after` is the last (name, id) of the page before. */
export type ClientPage = { limit: number; after?: { name: string; id: string } | undefined; active?: boolean | undefined; q?: string | undefined }

/** The client applications that the actor may see, by name. */
export async function listClients(actor: Actor, page: ClientPage): Promise<ClientView[]> {
  const visible = visibleClients(actor)
  if (visible === null) return []
  const conditions: Prisma.ClientWhereInput[] = [visible]
  if (page.active !== undefined) conditions.push({ active: page.active })
  if (page.q !== undefined && page.q !== '') {
    const contains = { contains: escaped(page.q), mode: 'insensitive' as const }
    const named = await db().nameBinding.findMany({ where: { holderKind: 'client', validTo: null, name: contains }, select: { holderId: true }, distinct: ['holderId'], take: 5000 })
    conditions.push({ id: { in: named.map((name) => name.holderId) } })
  }
  if (page.after !== undefined) conditions.push({ OR: [{ name: { gt: page.after.name } }, { name: page.after.name, id: { gt: page.after.id } }] })
  const found = await db().client.findMany({ where: { AND: conditions }, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: page.limit })
  const names = await currentNames('client', found.map((row) => row.id))
  return found.map((row) => clientView(row, names.get(row.id) ?? []))
}

/** Not found when there is none with this id or the actor may not see it. */
export async function getClient(actor: Actor, id: string): Promise<ClientView> {
  const visible = visibleClients(actor)
  const row = visible === null ? null : await db().client.findFirst({ where: { AND: [visible, { id }] } })
  if (row === null) throw notFound('client')
  return clientView(row, (await currentNames('client', [id])).get(id) ?? [])
}
