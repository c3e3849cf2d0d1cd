import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { planDuties } from '@/lib/lifecycle/duties'
import type { HolderFact } from '@/lib/lifecycle/model'
import { openDuties, type StoredDuty } from '@/lib/lifecycle/queries/duties'
import { loadFacts, loadWorld } from '@/lib/lifecycle/queries/facts'
import { lifecyclePolicyInForce } from '@/lib/lifecycle/queries/policies'
import { evaluate } from '@/lib/lifecycle/rules'
import { actOnDuty } from './act-on-duty'
import { lapseTransfers } from './lapse-transfers'
import { type Kept, keepDuties } from './keep-duties'

/** Duties that are kept in one transaction. */
const CHUNK = 100

/**
 * Makes the duties those that the policy in force asks for now: opens and meets them, tells whoever must act, and does what follows when
 * the grace is over. Lapses transfers that nobody has answered. Looking twice changes nothing; what fails stops nothing else and is
 * thrown together at the end. Returns how much was done.
 */
export async function tendLifecycle(makeCtx: () => Ctx): Promise<number> {
  const errors: unknown[] = []
  let done = 0
  const attempt = async (work: () => Promise<number>): Promise<boolean> => {
    try {
      done += await work()
      return true
    } catch (error) {
      errors.push(error)
      return false
    }
  }
  await attempt(() => lapseTransfers(makeCtx, (error) => errors.push(error)))
  const { now } = makeCtx()
  const [{ policy }, facts, open] = await Promise.all([lifecyclePolicyInForce(), loadFacts(now), openDuties()])
  const plan = planDuties(evaluate(policy, facts, await loadWorld(now, [policy])), open, now.getTime())
  const backups = await recipientsOf(facts)
  const kept = plan.filter((step): step is Kept => step.do !== 'act')
  for (let at = 0; at < kept.length; at += CHUNK) {
    const some = kept.slice(at, at + CHUNK)
    if (await attempt(() => keepDuties(makeCtx(), some, backups))) continue
    // Whichever of them it was, the others are kept; the first error is that of the whole and is said again by the one alone.
    errors.pop()
    for (const step of some) await attempt(() => keepDuties(makeCtx(), [step], backups))
  }
  const byId = new Map<string, StoredDuty>(open.map((duty) => [duty.id, duty]))
  for (const step of plan) {
    if (step.do !== 'act') continue
    const stored = byId.get(step.duty.id)
    if (stored !== undefined) await attempt(() => actOnDuty(makeCtx(), stored, step.due.name, backups))
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'Tending the life cycle failed in parts')
  return done
}

/** Whom a duty is told: of a server the owner and the backup owner, of an agent the sponsor, as far as they are there; else security. */
export type Recipients = { of: (holderId: string) => readonly string[]; security: readonly string[] }

async function recipientsOf(facts: readonly HolderFact[]): Promise<Recipients> {
  const security = (await db().person.findMany({ where: { active: true, roles: { has: 'security_reviewer' } }, select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id)
  const people = new Map(facts.map((fact) => [fact.id, (fact.kind === 'agent' ? [fact.sponsor] : [fact.owner, fact.backup]).flatMap((one) => (one?.active === true ? [one.id] : []))]))
  return { security, of: (id) => {
    const found = people.get(id) ?? []
    return found.length > 0 ? found : security
  } }
}
