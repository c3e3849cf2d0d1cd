import type { Tx } from '@/lib/db/client'
import type { BlastRadius, ResidualLine, Subject } from '@/lib/offboarding/model'
import { residualLines } from '@/lib/offboarding/residual'
import { readBlast } from './blast'
import { loadFacts } from './residual-facts'
import type { CaseStand } from './residual-subject'

/**
 * Everything that still reaches, of the subject as it is now; who may see it has been asked. Empty where there is no such subject.
 * `stand`: who answers for the case and who succeeds, where that is not the stored case under way.
 */
export async function loadResidual(subject: Subject, now: Date, executor?: Tx, stand?: CaseStand): Promise<ResidualLine[]> {
  const facts = await loadFacts(subject, now, executor, { stand })
  return facts === null ? [] : residualLines(facts)
}

/** Who calls it or what it calls, from the roll-up. */
export async function loadBlast(subject: Subject, now: Date, executor?: Tx): Promise<BlastRadius> {
  return readBlast(subject, now, executor)
}
