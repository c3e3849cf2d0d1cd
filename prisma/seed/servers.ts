import type { ExampleServer } from './server'
import { BUSINESS_SERVERS } from './servers-business'
import { DATA_SERVERS } from './servers-data'
import { ENGINEERING_SERVERS } from './servers-engineering'

export const SERVERS: readonly ExampleServer[] = [...ENGINEERING_SERVERS, ...DATA_SERVERS, ...BUSINESS_SERVERS]

/** Names under which logs show servers that nobody registered. */
export const STRAY_SERVER = 'jira-dev2'
export const SHADOW_SERVER = 'salary-benchmark'
