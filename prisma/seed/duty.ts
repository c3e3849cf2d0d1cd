/** What one agent does on one server: which grants it holds there, and how often it uses each on a working day. */
export type Duty = {
  agent: string
  server: string
  /** The client ids it runs in; the grant names the client when there is only one. */
  clients: readonly string[]
  /** team:<name>, any, none, or an e-mail address, as in a grant. */
  human: string
  hours: 'office' | 'round' | 'night'
  /** Days before loading at which the agent began; earlier than the first event for most. */
  since: number
  /** The things it may touch; none = all. */
  things: readonly string[]
  items: readonly DutyItem[]
}

/** One grant. `tools` are what a glob is used for; a grant with `perDay` 0 is never used. */
export type DutyItem = { target: string; tools: readonly string[]; perDay: number; ceiling: 'read' | 'write' | 'admin' | null; endedDaysAgo: number | null; revoked: boolean }

/** `target`, `target=tool,tool` for a glob, `!write` for a ceiling of its own, `:6` for calls a day, `~9` for one that ended 9 days ago, `^20` for one revoked then. */
function item(spec: string): DutyItem {
  const match = /^([^=!:~]+)(?:=([^!:~]+))?(?:!(read|write|admin))?:(\d+)(?:([~^])(\d+))?$/.exec(spec)
  if (match === null) throw new Error(`The duty “${spec}” cannot be read.`)
  const [, target = '', tools, ceiling, perDay = '0', how, ended] = match
  return {
    target, tools: tools?.split(',') ?? [target], perDay: Number(perDay), ceiling: (ceiling as DutyItem['ceiling'] | undefined) ?? null,
    endedDaysAgo: ended === undefined ? null : Number(ended), revoked: how === '^',
  }
}

/** `clients` by spaces; `hours` and `since` as in a duty. */
type Manner = { clients: string; human: string; hours?: Duty['hours']; since?: number }

/** server → things it may touch (after @, comma-separated) and items. */
export function duties(agent: string, manner: Manner, servers: Record<string, string>): Duty[] {
  return Object.entries(servers).map(([key, items]) => {
    const [server = '', things] = key.split('@')
    return {
      agent, server, hours: 'office', since: 120, ...manner, clients: manner.clients.split(' '), things: things?.split(',') ?? [],
      items: items.trim().split(/\s+/).map(item),
    }
  })
}
