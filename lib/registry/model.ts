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
