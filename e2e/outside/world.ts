/** Random worlds for the outside program: what is declared over HTTP and what then happens. Seeded, so a failure can be run again. */

export const DAY = 86_400_000

export type Access = 'read' | 'write' | 'admin'
export type Holder = { /** As answered by the console. */ known: string; /** All names under which logs may know it. */ names: string[] }
export type Person = Holder & { email: string; teams: string[]; alias: string }
export type Agent = Holder & { name: string; spiffe: string; alias: string }
export type Client = Holder & { name: string; clientId: string; alias: string }
export type Server = Holder & { slug: string; sensitivity: 'public' | 'internal' | 'confidential'; effects: string[]; alias: string; spiffe: string; registered: boolean; /** Tools that a person has classified, all as read. */ tools: string[] }

export type Grant = {
  externalId: string
  server: string
  agent: string
  client: string
  human: string
  kind: 'tool' | 'context' | 'downstream'
  target: string
  access: Access
  scope: string[]
  validFrom: number
  validUntil: number | null
}

export type Happening = {
  id: string
  at: number
  kind: 'tool_call' | 'context_access' | 'downstream_action'
  server: string
  target: string
  access?: Access
  resources: string[]
  human?: string
  client?: string
  agent?: string
  outcome: 'success' | 'error' | 'denied'
}

export type World = { people: Person[]; agents: Agent[]; clients: Client[]; servers: Server[]; grants: Grant[]; events: Happening[] }

export type Random = { int: (below: number) => number; pick: <T>(list: readonly T[]) => T; chance: (p: number) => boolean }

/** mulberry32: small, seeded, good enough to build worlds. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    int,
    pick: (list) => {
      const found = list[int(list.length)]
      if (found === undefined) throw new Error('Nothing to pick from.')
      return found
    },
    chance: (p) => next() < p,
  }
}

export const TARGETS = {
  tool: ['list_issues', 'create_issue', 'delete_repo', 'ns/list_all'],
  context: ['file:///docs/a', 'file:///docs/b', 'prompt:triage'],
  downstream: ['github:merge', 'github:delete'],
} as const
const PATTERNS = { tool: ['list_*', '*', '*_issue'], context: ['file:///docs/*', '*'], downstream: ['github:*'] } as const
/** Listed, and never called. */
const UNUSED_TOOLS = ['list_repos', 'list_teams', 'close_issue', 'archive', 'tag'] as const
export const RESOURCES = ['repo:acme/api', 'repo:acme/web', 'repo:other/x', 'repo:acme/api/issues/7', 'repo:acme/../other', 'repo:acme/%2e%2e/x', 'repo:acme%2fapi'] as const
const SCOPES = [['repo:acme/*'], ['repo:acme/api'], ['repo:*'], ['repo:acme/../other'], ['repo:acme/web', 'repo:other/*']] as const
const KIND_OF = { tool: 'tool_call', context: 'context_access', downstream: 'downstream_action' } as const
export const ACCESSES: readonly Access[] = ['read', 'write', 'admin']

export function makeWorld(seed: number, now: number, sizes = { grants: 60, events: 300 }): World {
  const random = seeded(seed)
  const tag = `w${seed}`
  const people = ['dana', 'kim', 'lee', 'mo'].map((name, i): Person => {
    const email = `${name}.${tag}@acme.test`
    const alias = `${name}-chat-${tag}`
    return { email, known: email, alias, names: [email, email.toUpperCase(), alias], teams: i % 2 === 0 ? [`team-${tag}`] : [] }
  })
  const agents = ['triage', 'codegen', 'oncall'].map((name): Agent => {
    const spiffe = `spiffe://acme.test/${tag}/agent/${name}`
    return { name: `${name}-${tag}`, spiffe, known: spiffe, alias: `${name}.alias.${tag}`, names: [spiffe, `${name}-${tag}`, `${name}.alias.${tag}`] }
  })
  const clients = ['code', 'cursor'].map((name): Client => {
    const clientId = `${name}-id-${tag}`
    return { name: `${name}-${tag}`, clientId, known: clientId, alias: `${name}.alias.${tag}`, names: [clientId, `${name}-${tag}`, `${name}.alias.${tag}`] }
  })
  const servers = (['public', 'internal', 'internal', 'confidential', 'public'] as const).map((sensitivity, i): Server => {
    const slug = `${tag}-s${i}`
    const spiffe = `spiffe://acme.test/${tag}/mcp/${i}`
    return { slug, known: slug, sensitivity, effects: i === 2 ? ['payments'] : [], alias: `alias-${slug}`, spiffe, names: [slug, spiffe, `alias-${slug}`], registered: i !== 4, tools: i < 2 ? [...TARGETS.tool, ...UNUSED_TOOLS] : [] }
  })
  const world: World = { people, agents, clients, servers, grants: [], events: [] }
  for (let i = 0; i < sizes.grants; i += 1) world.grants.push(makeGrant(world, random, now, `${tag}-g${i}`))
  for (let i = 0; i < sizes.events; i += 1) world.events.push(makeEvent(world, random, now, `${tag}-e${i}`))
  return world
}

function makeGrant(world: World, random: Random, now: number, externalId: string): Grant {
  const kind = random.pick(['tool', 'tool', 'context', 'downstream'] as const)
  const validFrom = now - random.int(140) * DAY - random.int(DAY)
  const validUntil = random.chance(0.5) ? null : validFrom + (1 + random.int(120)) * DAY
  return {
    externalId, kind, validFrom, validUntil,
    server: random.pick(world.servers.slice(0, 4)).slug,
    agent: random.chance(0.25) ? 'any' : random.pick(random.pick(world.agents).names),
    client: random.chance(0.5) ? 'any' : random.pick(random.pick(world.clients).names),
    human: random.pick(['any', 'any', 'none', `team:${teamOf(world)}`, random.pick(world.people).email]),
    target: random.chance(0.5) ? random.pick(TARGETS[kind]) : random.pick(PATTERNS[kind]),
    access: random.pick(ACCESSES),
    scope: random.chance(0.6) ? [] : [...random.pick(SCOPES)],
  }
}

function teamOf(world: World): string {
  return world.people.flatMap((person) => person.teams)[0] ?? 'none'
}

function makeEvent(world: World, random: Random, now: number, id: string): Happening {
  const kind = random.pick(['tool', 'tool', 'tool', 'context', 'downstream'] as const)
  const name = (holders: readonly Holder[], stranger: string): string | undefined =>
    random.chance(0.06) ? undefined : random.chance(0.06) ? stranger : random.pick(random.pick(holders).names)
  const tag = id.split('-')[0]
  const event: Happening = {
    id, kind: KIND_OF[kind],
    at: now - random.int(80) * DAY - random.int(DAY) - 60_000,
    server: random.chance(0.05) ? `ghost-${tag}` : random.pick(random.pick(world.servers).names),
    target: random.pick(TARGETS[kind]),
    resources: random.chance(0.5) ? [] : [...new Set([random.pick(RESOURCES), random.pick(RESOURCES)])],
    outcome: random.pick(['success', 'success', 'success', 'error', 'denied'] as const),
  }
  if (random.chance(0.7)) event.access = random.pick(ACCESSES)
  const human = name(world.people, `stranger-${tag}`)
  const client = name(world.clients, `wild-client-${tag}`)
  const agent = name(world.agents, `wild-agent-${tag}`)
  return { ...event, ...(human === undefined ? {} : { human }), ...(client === undefined ? {} : { client }), ...(agent === undefined ? {} : { agent }) }
}
