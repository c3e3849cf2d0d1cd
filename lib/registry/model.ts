import { z } from 'zod'

export const ACCESS = ['read', 'write', 'admin'] as const
export type Access = (typeof ACCESS)[number]
export const accessSchema = z.enum(ACCESS)

/** read 0 < write 1 < admin 2 */
export const ACCESS_RANK: Record<Access, number> = { read: 0, write: 1, admin: 2 }

export function higherAccess(a: Access, b: Access): Access {
  return ACCESS_RANK[a] >= ACCESS_RANK[b] ? a : b
}

export const ENVIRONMENTS = ['production', 'staging', 'development'] as const
export const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const
export type Sensitivity = (typeof SENSITIVITIES)[number]
export const LIFECYCLES = ['proposed', 'pilot', 'active', 'quarantined', 'offboarding', 'retired', 'rejected'] as const
export type Lifecycle = (typeof LIFECYCLES)[number]
export const TRANSPORTS = ['stdio', 'streamable_http', 'sse'] as const
export const SERVER_MODES = ['off', 'observe', 'enforce'] as const

/** States in which a server counts as registered; retired still does, so that use after retirement is found. */
export const REGISTERED_STATES: ReadonlySet<string> = new Set(['pilot', 'active', 'quarantined', 'offboarding', 'retired'])

export type Environment = (typeof ENVIRONMENTS)[number]
export type Transport = (typeof TRANSPORTS)[number]

/** Sensitivities that need a workload identity and go through a pilot before they are active. */
export const SENSITIVE: ReadonlySet<Sensitivity> = new Set<Sensitivity>(['confidential', 'restricted'])

/** A pilot lasts at most this long. */
export const PILOT_DAYS = 30

/** Lower-case letters, digits and hyphens, 2 to 63 of them; a slug is part of addresses and never reused. */
export const SLUG = /^[a-z0-9][a-z0-9-]{1,62}$/

/** Who a server, or an agent, is: a SPIFFE ID, or an issuer's subject. */
export type Identity = { kind: 'spiffe'; id: string } | { kind: 'oidc'; issuer: string; subject: string }
