import type { FrozenDefinition, FrozenTelemetry, FrozenUse, ItemFlag, Recommendation, Risk } from './frozen'

/** What decides whether an item may be answered together with others. */
export type FlagFacts = {
  risk: Risk
  use: Pick<FrozenUse, 'state' | 'calls'>
  telemetry: FrozenTelemetry
  definition: Pick<FrozenDefinition, 'state' | 'held'>
  destructive: boolean
  /** As `isUnconfirmed` says. */
  unconfirmed: boolean
  recommendation: Pick<Recommendation, 'answer'>
  change: Change
  /** Never reviewed, and made or let in since the last review of its sort that is over; before any, within the evidence window. */
  isNew: boolean
}

export type Change = 'new' | 'changed' | 'unchanged'

/** In the order of ITEM_FLAGS; each is a reason to look at the item by itself. */
const RULES: readonly [ItemFlag, (facts: FlagFacts) => boolean][] = [
  ['high_risk', ({ risk }) => risk === 'high' || risk === 'critical'],
  ['never_used', ({ use }) => use.calls === 0],
  ['new', ({ isNew }) => isNew],
  ['changed', ({ change }) => change === 'changed'],
  ['definition_changed', ({ definition: { state, held } }) => held || state === 'added' || state === 'altered' || state === 'widened'],
  ['destructive', ({ destructive }) => destructive],
  // What was used is evidence whoever watched; only a conclusion from silence needs a witness.
  ['not_evaluable', ({ use, telemetry }) => use.calls === 0 && !telemetry.evaluable],
  ['recommended_otherwise', ({ recommendation }) => recommendation.answer !== 'keep'],
  ['imported', ({ unconfirmed }) => unconfirmed],
]

/** Why an item must be looked at by itself; empty = it may be kept together with others. */
export function flagsOf(facts: FlagFacts): ItemFlag[] {
  return RULES.flatMap(([flag, applies]) => (applies(facts) ? [flag] : []))
}

/** What the digest of the same subject was when it was reviewed last; null = it never was. */
export function changeSince(digest: string, before: string | null): Change {
  return before === null ? 'new' : before === digest ? 'unchanged' : 'changed'
}

/** Imported to do more than read, and never confirmed through the approval steps: nobody here has said yes to it yet. */
export function isUnconfirmed(grant: { origin: string; confirmedAt: unknown; access: string }): boolean {
  return grant.origin === 'import' && grant.confirmedAt === null && grant.access !== 'read'
}
