import { BUSINESS_DUTIES } from './duties-business'
import { DATA_DUTIES } from './duties-data'
import { ENGINEERING_DUTIES } from './duties-engineering'
import type { Duty } from './duty'
import { SERVERS } from './servers'

const SINCE = new Map(SERVERS.map((server) => [server.slug, server.since]))

/** All duties; none begins before its server was registered. */
export const DUTIES: readonly Duty[] = [...ENGINEERING_DUTIES, ...DATA_DUTIES, ...BUSINESS_DUTIES].map((duty) => ({ ...duty, since: Math.min(duty.since, (SINCE.get(duty.server) ?? 0) - 2) }))
