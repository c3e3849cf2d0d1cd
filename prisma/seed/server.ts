import type { Sensitivity } from '@/lib/registry/model'
import { at } from './company'

/** Which source sees the calls to a server. */
export type Via = 'toolhive-prod' | 'envoy-eu' | 'envoy-us' | 'data-audit' | 'agentgateway-us' | 'obot-it' | 'otel-it' | 'otel-ml' | 'claude-code' | 'laptops'

export type ExampleServer = {
  slug: string
  name: string
  purpose: string
  sensitivity: Sensitivity
  environment: 'production' | 'staging' | 'development'
  effects: readonly string[]
  owner: string
  backup: string | null
  team: string
  via: Via
  downstream: readonly string[]
  /** Where it ends up: a confidential or restricted one cannot go beyond its pilot yet. */
  reaches: 'active' | 'pilot' | 'proposed'
  /** Has it an identity of its own? Only public and internal ones can do without. */
  identity: boolean
  /** Days before loading at which it was registered. */
  since: number
  stdio?: readonly string[]
  endpoint?: string
  /** name, location, rotate every n days, rotated n days ago */
  secret?: readonly [string, string, number, number]
}

type More = Partial<Pick<ExampleServer, 'effects' | 'downstream' | 'stdio' | 'endpoint' | 'secret' | 'reaches' | 'environment' | 'identity' | 'since'>>

const SENSITIVITY = { P: 'public', I: 'internal', C: 'confidential', R: 'restricted' } as const

/** Servers whose calls one source sees: `people` is "owner backup" by mailbox, with – for nobody. */
export function seenBy(via: Via) {
  return (slug: string, name: string, letter: keyof typeof SENSITIVITY, team: string, people: string, purpose: string, more: More = {}): ExampleServer => {
    const [owner = '', backup = '–'] = people.split(' ')
    const sensitivity = SENSITIVITY[letter]
    return {
      slug, name, purpose, sensitivity, environment: 'production', effects: [], downstream: [], team, via, owner: at(owner), backup: backup === '–' ? null : at(backup),
      reaches: sensitivity === 'public' || sensitivity === 'internal' ? 'active' : 'pilot', identity: true, since: 124, ...more,
    }
  }
}
