import type { SubjectKind } from './model'

/** Who stands where towards a subject, and towards its case where there is one. */
export type Stand = {
  kind: SubjectKind
  /** In person: owner or backup owner of the server, sponsor of the agent. */
  isTheirs: boolean
  /** It is about the one who asks. */
  isOneself: boolean
  /** Who answers for the case. */
  ownsCase: boolean
}

type Reach = 'all' | 'own' | null

/** Why this one may not open a case about the subject, or freeze by it; null = may. Of people and clients nobody is the owner. */
export function openingRefusal(reach: Reach, stand: Stand): string | null {
  if (stand.isOneself) return 'Nobody opens the end of their own account.'
  if (reach === 'all' || (reach === 'own' && stand.isTheirs)) return null
  if (stand.kind === 'server') return 'An offboarding is opened by a security reviewer, an incident responder, or the owner or backup owner of the server.'
  if (stand.kind === 'agent') return 'An offboarding is opened by a security reviewer, an incident responder, or the sponsor of the agent.'
  return `The offboarding of a ${stand.kind} is opened by a security reviewer or an incident responder.`
}

/** Why this one may not carry a case on (plan, revoke, look, explain); null = may. */
export function runningRefusal(reach: Reach, stand: Stand): string | null {
  if (stand.isOneself) return 'Nobody carries on the end of their own account.'
  return reach === 'all' || (reach === 'own' && (stand.isTheirs || stand.ownsCase)) ? null : 'An offboarding is carried on by a security reviewer, an incident responder, whoever owns the subject, or whoever answers for the case.'
}

/** Who says something on their name: a person, or the start token in the first administrator's. */
type Signer = { kind: 'person' | 'token' | 'system'; bootstrap: boolean; personId: string | null; behind: readonly string[] }

/** Why this one never attests or exempts, whatever the line; null = may. */
export function neverAttests(actor: Signer): string | null {
  return actor.personId === null || actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap) ? 'A line is attested or exempted by a person, signed in; tokens never do.' : null
}

/** Why this one may not say that a line is done; null = may. `reach`: of secret.attest. Who must act may say so, whatever the role. */
export function attestingRefusal(reach: Reach, who: { ownsLine: boolean; isTheirs: boolean; ownsServer: boolean; isOneself: boolean }): string | null {
  if (who.isOneself) return 'Nobody attests for the end of their own account.'
  if (who.ownsLine || reach === 'all' || (reach === 'own' && (who.isTheirs || who.ownsServer))) return null
  return 'A line is attested by whoever must act on it, the owner of the server, or a security reviewer.'
}

/** Why this one may not close a case without its proof; null = may. `interested`: who owned, backed or sponsored what ends, or ends themselves. */
export function signingRefusal(actor: Signer, interested: ReadonlySet<string>): string | null {
  if (actor.kind !== 'person') return 'A case is closed without proof by a person, signed in; tokens sign nothing.'
  return actor.behind.some((id) => interested.has(id)) ? 'Whoever owned, backed or sponsored it, or ends, does not sign for that. Ask another security reviewer.' : null
}

/** Why this one may not let a line go; null = may. Whoever has the duty does not let themselves off, and neither does who owned what ends. */
export function exemptingRefusal(actor: Signer, interested: ReadonlySet<string>, lineOwnerId: string | null): string | null {
  if (actor.behind.some((id) => id === lineOwnerId)) return 'Nobody exempts a line on which they must act themselves. Ask another security reviewer.'
  return actor.behind.some((id) => interested.has(id)) ? 'Whoever owned, backed or sponsored it, or ends, exempts none of its lines. Ask another security reviewer.' : null
}
