import { canonicalJson } from '@/lib/canonical-json'
import { sha256Hex } from '@/lib/hash'
import type { ServerFact } from '@/lib/grants/model'
import { type AgentGatewayConfig, agentGatewayConfig } from './agentgateway'
import { type ToolHiveConfig, toolHiveConfig } from './cedar'
import { express } from './express'
import type { Claims, EnforcementFormat, EnforcementQuery, Expressed, ExportWorld, NotExpressed } from './model'
import { type OpaConfig, opaConfig } from './opa'

/** One file as a gateway reads it. */
export type ExportFile = { name: string; contentType: string; text: string }

/** What is answered: the configurations, until when they are true, and what they leave out. */
export type EnforcementExport = {
  format: EnforcementFormat
  /** Slugs of the servers that it speaks for. */
  servers: string[]
  asOf: string
  /** The earliest end of anything permitted: fetch a new export before. Null = nothing permitted has an end. */
  notAfter: string | null
  /** Of the configurations, without the times: the same as long as they say the same. */
  hash: string
  claims: { agent: string; client: string; human: string }
  /** Grants in force; those of them that are in it, whole or in part. */
  inForce: number
  expressed: number
  notExpressed: NotExpressed[]
  /** ToolHive has one configuration for each server, the others one for all (`server` null). */
  configs: { server: string | null; config: ToolHiveConfig | AgentGatewayConfig | OpaConfig }[]
  files: ExportFile[]
}

export function claimsOf(query: Pick<EnforcementQuery, 'agentClaim' | 'clientClaim' | 'humanClaim'>): Claims {
  const path = (text: string): string[] => text.split('.')
  return { agent: path(query.agentClaim), client: path(query.clientClaim), human: query.humanClaim === 'none' ? null : path(query.humanClaim) }
}

/** The effective grants of these servers as configuration that a gateway enforces, at the world's moment. */
export function exportOf(world: ExportWorld, servers: readonly ServerFact[], query: Omit<EnforcementQuery, 'server' | 'file'>): EnforcementExport {
  const claims = claimsOf(query)
  const all = express(world, servers, claims, query.unconfirmed)
  const configs = query.format === 'toolhive'
    ? servers.map((server) => ({ server: server.slug, config: toolHiveConfig(only(all, server.slug), claims) }))
    : [{ server: null, config: query.format === 'opa' ? opaConfig(all, claims) : agentGatewayConfig(all, claims) }]
  return {
    format: query.format, servers: servers.map((server) => server.slug),
    asOf: new Date(world.now).toISOString(), notAfter: all.notAfter === null ? null : new Date(all.notAfter).toISOString(), hash: sha256Hex(canonicalJson(configs)),
    claims: { agent: query.agentClaim, client: query.clientClaim, human: query.humanClaim },
    inForce: all.inForce, expressed: all.expressed, notExpressed: [...all.notExpressed], configs, files: configs.flatMap(({ server, config }) => filesOf(server, config)),
  }
}

function only(expressed: Expressed, server: string): Expressed {
  return { ...expressed, permits: expressed.permits.filter((permit) => permit.server === server) }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

function filesOf(server: string | null, config: ToolHiveConfig | AgentGatewayConfig | OpaConfig): ExportFile[] {
  if ('cedar' in config) return [{ name: `${server ?? 'all'}.authz.json`, contentType: 'application/json', text: json(config) }]
  // JSON is YAML: agentgateway reads either.
  if ('mcpAuthorization' in config) return [{ name: 'mcp-authorization.json', contentType: 'application/json', text: json(config) }]
  return [{ name: 'data.json', contentType: 'application/json', text: json(config.data) }, { name: 'bailiwick.rego', contentType: 'text/plain; charset=utf-8', text: config.policy }]
}
