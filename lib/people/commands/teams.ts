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

/**
 * Makes a person a member of exactly these teams. A first stay counts backwards without limit, a later one from now; leaving
 * ends the stay now. Returns whether something reaches into the past.
 */
export async function setTeams(tx: Tx, ctx: Ctx, personId: string, names: readonly string[]): Promise<{ changed: boolean; past: boolean }> {
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
  return { changed: left.length + joined.length > 0, past }
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
    const past: string[] = []
    for (const [list, joins] of [[input.add, true], [input.remove, false]] as const) {
      for (const email of list) {
        // Locked, so that the same person joining twice at once stays one membership.
        await tx.$executeRaw`SELECT 1 FROM person WHERE email = ${email} FOR UPDATE`
        const person = await tx.person.findUnique({ where: { email }, include: { memberships: { where: { validTo: null }, include: { team: true } } } })
        if (person === null) throw invalid(joins ? 'add' : 'remove', `nobody has the e-mail ${email}`)
        const names = person.memberships.map((stay) => stay.team.name).filter((name) => name !== team.name)
        const settled = await setTeams(tx, ctx, person.id, joins ? [...names, team.name] : names)
        if (settled.past) past.push(person.id)
      }
    }
    await declare(tx, ctx, actor, { reason: `members of team ${team.name}`, ...(past.length > 0 ? { reevaluate: { humanIds: past } } : {}) })
    await record(tx, ctx, { actor, action: 'team.members_changed', object: { kind: 'team', id: team.id, name: team.name }, detail: input })
  })
}
