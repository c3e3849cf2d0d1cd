import { changeOf } from '@/lib/registry/definition-change'
import type { ChangeKind } from '@/lib/registry/definition-model'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

/** Who accepts a definition: what admits no more than before is the owner's own affair, everything else the security reviewers'. */
export type DefinitionApprover = 'owner' | 'security_reviewer'

/** `added` = nobody relied on any definition of the tool before. */
export type DefinitionStep = { kind: ChangeKind | 'added'; approver: DefinitionApprover }

const GRAVITY: readonly ChangeKind[] = ['widening', 'altering', 'wording', 'none']

/**
 * What accepting `newest` means against everything that people rely on: the approved definition and each one that a standing grant is
 * bound to. The gravest difference counts, so that small steps do not add up to a widening that no reviewer has seen.
 */
export function definitionStep(reliedOn: readonly ToolDefinition[], newest: ToolDefinition): DefinitionStep {
  if (reliedOn.length === 0) return { kind: 'added', approver: 'security_reviewer' }
  const kinds = reliedOn.map((before) => changeOf(before, newest).kind)
  const kind = GRAVITY.find((one) => kinds.includes(one)) ?? 'none'
  return { kind, approver: kind === 'widening' ? 'security_reviewer' : 'owner' }
}

/** May this person accept it? `ownsIt`: owner or backup owner of the server; being in its team is not owning. */
export function mayAcceptDefinition(step: DefinitionStep, asker: { isReviewer: boolean; ownsIt: boolean }): boolean {
  return asker.isReviewer || (step.approver === 'owner' && asker.ownsIt)
}
