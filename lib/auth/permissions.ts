import type { Role } from '@/lib/people/model'

/** What a directory's token may: provision people and groups (SCIM), and nothing else. */
export const SCIM_SCOPE = 'scim'

/** How far a permission reaches: everywhere, or what is the actor's own (own servers, teams, agents, requests). */
export type Reach = 'all' | 'own'

/**
 * Who may do what, as data: permission → role → reach. A role that is absent may not. Admin runs the console and decides
 * nothing about access. The table is read by every route, every action and every screen, and walked by a test.
 */
export const PERMISSIONS = {
  'registry.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'own', member: 'own', auditor: 'all' },
  'people.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'all', member: 'own', auditor: 'all' },
  'activity.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'own', auditor: 'all' },
  'activity.parameters': { security_reviewer: 'all', incident_responder: 'all' },
  'server.register': { admin: 'all', security_reviewer: 'all', owner: 'all', member: 'all' },
  'server.edit': { admin: 'all', security_reviewer: 'all', owner: 'own' },
  'server.transition': { security_reviewer: 'all', incident_responder: 'all', owner: 'own' },
  'workload.register': { admin: 'all', security_reviewer: 'all', owner: 'own' },
  'tool.classify': { security_reviewer: 'all', owner: 'own' },
  /** Connect to the live server and list what it offers; let a held run stand. */
  'server.discover': { security_reviewer: 'all', admin: 'all', owner: 'own' },
  /** Accept a changed definition as what people rely on, which ends the holds that rest on it; owners only what admits no more than before. */
  'definition.approve': { security_reviewer: 'all', owner: 'own' },
  /** Ask for a grant: owners on their own servers, everybody for agents that they sponsor. Who decides is asked of the request itself. */
  'grant.request': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'own', member: 'own' },
  /** Put a grant in force at once, for hours, and answer for it afterwards. */
  'grant.break_glass': { security_reviewer: 'all', incident_responder: 'all', owner: 'own' },
  /** Who must approve what, and for how long at most. */
  'approvals.manage': { security_reviewer: 'all' },
  /** Templates and campaigns: make, launch, cancel, remind, remedy, sign. */
  'review.run': { security_reviewer: 'all' },
  /** What campaigns hold and came to; own = what one is asked about, on own servers or by name. */
  'review.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'own', member: 'own', auditor: 'all' },
  /** Answer the items that one is asked about; whether one is, is asked of the item. */
  'review.decide': { security_reviewer: 'own', owner: 'own', member: 'own' },
  'review.evidence': { admin: 'all', security_reviewer: 'all', auditor: 'all' },
  /** Cases of what ends: seen by whoever may see the subject; open one, freeze by it. */
  'offboarding.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', owner: 'own', member: 'own', auditor: 'all' },
  'offboarding.open': { security_reviewer: 'all', incident_responder: 'all', owner: 'own' },
  /** Revoke and hand over, plan, look again, explain; owners and sponsors for their own, and whoever answers for the case, such as a leaver's manager. */
  'offboarding.run': { security_reviewer: 'all', incident_responder: 'all', owner: 'own', member: 'own' },
  /** Cancel, exempt a line, close without proof: on one's name. */
  'offboarding.sign': { security_reviewer: 'all' },
  'offboarding.evidence': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', auditor: 'all' },
  /** Say that a secret is another one, or that something outside is done; owners on their own servers. */
  'secret.attest': { security_reviewer: 'all', owner: 'own' },
  /** Say that it is still one's own; offer it to somebody; take what is offered. Security may for what nobody is there for. */
  'ownership.change': { security_reviewer: 'all', owner: 'own', member: 'own' },
  /** What must not last, and what follows. */
  'lifecycle.manage': { security_reviewer: 'all' },
  /** The console's outgoing messages: what was sent, what failed. */
  'notify.read': { admin: 'all' },
  'grant.import': { security_reviewer: 'all' },
  'grant.revoke': { security_reviewer: 'all', incident_responder: 'all', owner: 'own' },
  'grant.suspend': { security_reviewer: 'all', incident_responder: 'all' },
  'finding.acknowledge': { security_reviewer: 'all', incident_responder: 'all', owner: 'own' },
  'finding.accept': { security_reviewer: 'all' },
  'drift.run': { admin: 'all', security_reviewer: 'all', incident_responder: 'all' },
  'people.manage': { admin: 'all' },
  'source.manage': { admin: 'all' },
  'source.read': { admin: 'all', security_reviewer: 'all', incident_responder: 'all', auditor: 'all' },
  'token.manage': { admin: 'all' },
  'settings.manage': { admin: 'all' },
  'trail.read': { admin: 'all', security_reviewer: 'all', auditor: 'all' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>

export type Permission = keyof typeof PERMISSIONS

/** The widest reach that any of `roles` gives; null = may not. */
export function reachOf(roles: readonly Role[], permission: Permission): Reach | null {
  const row: Partial<Record<Role, Reach>> = PERMISSIONS[permission]
  let best: Reach | null = null
  for (const role of roles) {
    const reach = row[role]
    if (reach === 'all') return 'all'
    if (reach === 'own') best = 'own'
  }
  return best
}
