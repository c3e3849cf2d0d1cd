import { DEFAULT_POLICY } from '@/lib/requests/approval-policy'
import type { AdviceFacts, HeldGrant, KnownServer, KnownTool } from '@/lib/requests/advice/facts'
import type { RequestContent, RequestTarget } from '@/lib/requests/content'
import { TEST_NOW } from './clock'

/** A tool of class read that says nothing of itself, changed as told. */
export function aTool(name: string, more: Partial<KnownTool> = {}): KnownTool {
  return { name, title: null, access: 'read', unclassified: false, readOnly: null, destructive: null, openWorld: null, changed: false, ...more }
}

export function aKnownServer(slug: string, more: Partial<KnownServer> = {}): KnownServer {
  return { id: `srv_${slug}`, slug, name: slug, sensitivity: 'internal', effects: [], lifecycle: 'active', tools: [], ...more }
}

export function aTarget(more: Partial<RequestTarget> = {}): RequestTarget {
  return { kind: 'tool', name: 'list', access: 'read', scope: [], ...more }
}

/** A grant of the agent on this server, without an end. */
export function aHeldGrant(id: string, server: string, more: Partial<HeldGrant['reach']> = {}, times: Partial<HeldGrant> = {}): HeldGrant {
  const reach = { serverId: `srv_${server}`, agentId: 'agt_triage', clientId: null, human: { rule: 'any' }, targetKind: 'tool', target: 'list', access: 'read', scope: [], mode: 'direct', ...more } as const
  return { id, reach, purpose: 'Triage', validFrom: TEST_NOW.getTime() - 1000, validUntil: null, suspended: false, heldTools: [], hidden: false, ...times }
}

type World = { content?: Partial<RequestContent>; server?: KnownServer; others?: readonly KnownServer[]; held?: readonly HeldGrant[] } & Partial<Omit<AdviceFacts, 'content' | 'server' | 'servers' | 'held'>>

/** A request of the agent triage, for anybody and in any client, to read one tool of github for thirty days, changed as told. */
export function adviceFacts({ content = {}, server = aKnownServer('github'), others = [], held = [], ...more }: World = {}): AdviceFacts {
  return {
    now: TEST_NOW.getTime(), kind: 'grant', policies: [DEFAULT_POLICY], steps: [], after: null, grantId: null, agent: { id: 'agt_triage', name: 'triage', seenAt: TEST_NOW.getTime() },
    content: {
      serverId: server.id, agentId: 'agt_triage', clientId: null, human: { rule: 'any' }, targets: [aTarget()], purpose: 'Triage', mode: 'direct', reauthorise: false, startsAt: null, terms: [{ kind: 'days', days: 30 }], ...content,
    },
    server, held, servers: new Map([server, ...others].map((one) => [one.id, one])), ...more,
  }
}
