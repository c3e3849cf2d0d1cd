import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { FINDING_KINDS } from '@/lib/drift/model'
import { visibleServers } from '@/lib/registry/queries/visibility'
import { type Choice, formChoices } from './request-form'

/** What the form of a review offers. Only suggestions, save effects and findings: any name may be typed, and the server judges it. */
export type ReviewChoices = {
  servers: Choice[]
  agents: Choice[]
  people: Choice[]
  teams: Choice[]
  tools: Choice[]
  effects: string[]
  findings: readonly string[]
  zones: readonly string[]
}

const OFFERED = 500

export async function reviewChoices(actor: Actor): Promise<ReviewChoices> {
  const visible = visibleServers(actor)
  const [{ agents, people, teams }, servers, tools, effects] = await Promise.all([
    formChoices(actor),
    visible === null ? [] : db().server.findMany({ where: { AND: [visible, { lifecycle: { notIn: ['retired', 'rejected', 'proposed'] } }] }, orderBy: { slug: 'asc' }, take: OFFERED, select: { id: true, slug: true, name: true } }),
    visible === null ? [] : db().tool.findMany({ where: { server: visible, removedAt: null }, orderBy: { name: 'asc' }, distinct: ['name'], take: OFFERED, select: { id: true, name: true } }),
    db().$queryRaw<{ word: string }[]>`SELECT DISTINCT unnest(effects) AS word FROM server ORDER BY word`,
  ])
  return {
    agents, people, teams, servers: servers.map((one) => ({ id: one.id, name: one.slug, note: one.name })), tools: tools.map((one) => ({ id: one.id, name: one.name, note: '' })),
    effects: effects.map((one) => one.word), findings: FINDING_KINDS, zones: Intl.supportedValuesOf('timeZone'),
  }
}
