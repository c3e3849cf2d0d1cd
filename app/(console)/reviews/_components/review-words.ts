import type { CampaignContent, NoResponse, ReviewerRule, ReviewKind, ReviewTrigger, Strategy } from '@/lib/reviews/content'

/** How the choices of a review are said: one sentence each about what follows from it. */

export const KIND_WORDS: Record<ReviewKind, { label: string; hint: string }> = {
  grants: { label: 'Grants', hint: 'Who may reach what: each is kept, shortened, narrowed or revoked.' },
  ownership: { label: 'Ownership', hint: 'Owners and sponsors attest that servers and agents are still theirs.' },
}

export const RULE_WORDS: Record<ReviewerRule['kind'], string> = {
  owner: 'Owner of the server', backup_owner: 'Backup owner', sponsor: 'Sponsor of the agent', manager: 'Manager of whom it is for', security: 'A security reviewer', named: 'These people',
}

export const RULE_HINTS: Record<ReviewerRule['kind'], string> = {
  owner: 'then the backup owner, then the owner’s manager', backup_owner: 'then the owner’s manager', sponsor: 'then the sponsor’s manager, then the server’s owner', manager: 'then the server’s owner',
  security: 'whoever has the least to do in this review', named: 'all of them are asked about every item',
}

export const STRATEGY_WORDS: Record<Strategy, { label: string; hint: string }> = {
  all_must_accept: { label: 'All must accept', hint: 'Kept only if everybody who is asked accepts it; silence of one is no acceptance.' },
  one_accept_accepts: { label: 'One accept is enough', hint: 'Kept as soon as one accepts it, whatever the others say.' },
  one_deny_denies: { label: 'One deny is enough', hint: 'Revoked as soon as one denies it; kept only if at least one accepts it.' },
  accepted_if_not_denied: { label: 'Accepted unless denied', hint: 'Kept unless somebody denies it.' },
}

export const SILENCE_WORDS: Record<NoResponse, { label: string; hint: string }> = {
  revoke: { label: 'It is revoked', hint: 'Nothing is kept because nobody looked. The default.' },
  escalate: { label: 'Somebody else is asked once more, then it is revoked', hint: 'For at most a week.' },
  keep: { label: 'It is kept', hint: 'Silence decides in its favour; the evidence will say so for each item.' },
}

export const REMEDY_WORDS: Record<CampaignContent['remediation'], { label: string; hint: string }> = {
  automatic: { label: 'Applied when the last stage closes', hint: 'Grants are revoked, narrowed or shortened at once; what has changed since comes back as a question.' },
  suspend_first: { label: 'Suspended first, ended some days later', hint: 'Whoever needs it after all can say so while it only rests.' },
  ticket: { label: 'Done by a person elsewhere', hint: 'The console watches until the grant is seen to be over.' },
}

export const TRIGGER_WORDS: Record<ReviewTrigger, { label: string; hint: string }> = {
  definition_widened: { label: 'A tool is found changed', hint: 'A small review of the grants that admit the tool, each time its definition is not what was approved.' },
  owner_left: { label: 'An owner or sponsor leaves', hint: 'A small review of what they answered for.' },
}

/** Kinds of findings as words: `unused_grant` → “unused grant”. */
export function findingWords(kind: string): string {
  return kind.replaceAll('_', ' ')
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

const STANDING_WORDS: Readonly<Record<string, string>> = {
  owner: 'as owner', backup_owner: 'as backup owner', sponsor: 'as sponsor', manager: 'as manager', named: 'by name', security: 'as security reviewer', fallback: 'as fallback',
}

export function standingWords(standing: string): string {
  return STANDING_WORDS[standing] ?? standing
}
