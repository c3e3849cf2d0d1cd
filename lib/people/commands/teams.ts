import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'

/** The team of this name, made when there is none. */
export async function ensureTeam(tx: Tx, ctx: Ctx, name: string): Promise<{ id: string }> {
  const found = await tx.team.findUnique({ where: { name } })
  return found ?? tx.team.create({ data: { id: ctx.id('team'), name, createdAt: ctx.now } })
}

/** Those among these people who have left and whose end is recorded: they come into no team, which might hold grants, until they are active again. */
async function endedAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const left = await tx.person.findMany({ where: { id: { in: [...ids] }, active: false }, select: { id: true } })
  const frozen = await tx.freeze.findMany({ where: { holderKind: 'person', holderId: { in: left.map((one) => one.id) }, liftedAt: null }, select: { holderId: true } })
  return new Set(frozen.map((one) => one.holderId))
}

/**
 * Makes a person a member of exactly these teams. A first stay counts backwards without limit, a later one from now; leaving
 * ends the stay now. Returns whether something reaches into the past, and how many stays begin.
 */
export async function setTeams(tx: Tx, ctx: Ctx, personId: string, names: readonly string[]): Promise<{ changed: boolean; past: boolean; joined: number }> {
  const stays = await tx.teamMembership.findMany({ where: { personId }, include: { team: true } })
  const current = stays.filter((stay) => stay.validTo === null)
  const left = current.filter((stay) => !names.includes(stay.team.name))
  const joined = [...new Set(names)].filter((name) => !current.some((stay) => stay.team.name === name))
  if (left.length > 0) await tx.teamMembership.updateMany({ where: { id: { in: left.map((stay) => stay.id) } }, data: { validTo: ctx.now } })
  let past = false
  for (const name of joined) {
    const team = await ensureTeam(tx, ctx, name)
    const again = stays.some((stay) => stay.teamId === team.id)
    past ||= !again
    await tx.teamMembership.create({ data: { id: ctx.id('membership'), teamId: team.id, personId, validFrom: again ? ctx.now : null } })
  }
  return { changed: left.length + joined.length > 0, past, joined: joined.length }
}

export async function createTeam(actor: Actor, ctx: Ctx, input: { name: string }): Promise<{ id: string; name: string }> {
  require(actor, 'people.manage')
  return transaction(async (tx) => {
    if ((await tx.team.findUnique({ where: { name: input.name } })) !== null) throw new AppError('already_exists', `There is a team “${input.name}” already. Nothing was changed.`)
    const team = await ensureTeam(tx, ctx, input.name)
    await record(tx, ctx, { actor, action: 'team.created', object: { kind: 'team', id: team.id, name: input.name } })
    return { id: team.id, name: input.name }
  })
}

/** Adds and removes members by e-mail; all or nothing. */
export async function changeTeam(actor: Actor, ctx: Ctx, id: string, input: { add: string[]; remove: string[] }): Promise<void> {
  require(actor, 'people.manage')
  await transaction(async (tx) => {
    const team = await tx.team.findFirst({ where: { OR: [{ id }, { name: id }] } })
    if (team === null) throw notFound('team')
    const idsOf = async (list: readonly string[], path: string): Promise<string[]> => {
      const found = new Map((await tx.person.findMany({ where: { email: { in: [...list] } }, select: { id: true, email: true, active: true } })).map((one) => [one.email, one]))
      return list.map((email) => {
        const person = found.get(email)
        if (person === undefined) throw invalid(path, `nobody has the e-mail ${email}`)
        if (path === 'add' && !person.active) throw invalid(path, `${email} has left`)
        return person.id
      })
    }
    const members = { add: await idsOf(input.add, 'add'), remove: await idsOf(input.remove, 'remove') }
    await changeMembersIn(tx, ctx, actor, team, members, { ...input })
  })
}

/**
 * Begins and ends stays in a team, by the people's ids, in the caller's transaction; who is both added and removed is out. A first stay
 * counts backwards without limit, a later one from now. Who is in already, or out already, stays so, and who left for good stays out: a
 * directory may name them for a while yet.
 */
export async function changeMembersIn(tx: Tx, ctx: Ctx, actor: Actor, team: { id: string; name: string }, members: { add: readonly string[]; remove: readonly string[] }, said: Record<string, unknown> = { ...members }): Promise<void> {
  const removed = new Set(members.remove)
  const ids = [...new Set([...members.add, ...members.remove])]
  if (ids.length === 0) return
  // Locked, so that the same person joining twice at once stays one membership.
  await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`
  const stays = await tx.teamMembership.findMany({ where: { teamId: team.id, personId: { in: ids } } })
  const inNow = new Set(stays.filter((stay) => stay.validTo === null).map((stay) => stay.personId))
  const before = new Set(stays.map((stay) => stay.personId))
  const ended = await endedAmong(tx, ids)
  const joining = ids.filter((id) => !removed.has(id) && !inNow.has(id) && !ended.has(id))
  const first = joining.filter((id) => !before.has(id))
  await tx.teamMembership.updateMany({ where: { teamId: team.id, validTo: null, personId: { in: [...removed] } }, data: { validTo: ctx.now } })
  await tx.teamMembership.createMany({ data: joining.map((personId) => ({ id: ctx.id('membership'), teamId: team.id, personId, validFrom: before.has(personId) ? ctx.now : null })) })
  await declare(tx, ctx, actor, { reason: `members of team ${team.name}`, ...(first.length > 0 ? { reevaluate: { humanIds: first } } : {}) })
  await record(tx, ctx, { actor, action: 'team.members_changed', object: { kind: 'team', id: team.id, name: team.name }, detail: ended.size > 0 ? { ...said, leftOut: [...ended] } : said })
}
