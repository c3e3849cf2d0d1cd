import { type ExampleCall, sessionOf, spiffeOf, viaOf } from './calls'
import { DAY, HOUR } from './calendar'

export const MINUTE = 60_000

export type Told = { server: string; tool: string; agent: string; client: string; human: string | null; arguments: Record<string, unknown>; outcome?: ExampleCall['outcome']; via?: ExampleCall['via'] }

/** One call of a story, `ago` milliseconds before the demo was loaded. */
export function told(loadedAt: number, ago: number, what: Told): ExampleCall {
  const at = loadedAt - ago
  const outcome = what.outcome ?? 'success'
  return {
    at, via: what.via ?? viaOf(what.server), server: what.server, tool: what.tool, client: what.client, arguments: what.arguments, outcome,
    agent: what.agent.startsWith('spiffe:') ? what.agent : spiffeOf(what.agent), human: what.human === null ? null : `${what.human}@acme.test`,
    durationMs: outcome === 'denied' ? 4 : 180 + (ago % 700), session: sessionOf(what.agent, what.human, at),
  }
}

/** `count` times from `from` on, `step` apart, in milliseconds before loading. */
export const every = (from: number, step: number, count: number): number[] => Array.from({ length: count }, (_, index) => from - index * step)

/** What went beyond its grants today: one story each. Times are before `now`. */
export function storiesOfToday(now: number): ExampleCall[] {
  const triage = { server: 'github', tool: 'delete_repository', agent: 'triage', client: 'claude-code', human: 'dana' } as const
  const remove = (ago: number, repo: string, outcome: ExampleCall['outcome']): ExampleCall => told(now, ago, { ...triage, outcome, arguments: { repo, confirm: true } })
  return [
    // An agent that may open issues tries to delete repositories: three refused, one done.
    remove(24 * MINUTE, 'acme/infra', 'denied'), remove(24 * MINUTE - 4_000, 'acme/web', 'denied'),
    remove(162_000, 'acme/api', 'denied'), remove(150_000, 'acme/sandbox-fork', 'success'),
    // The grant says write; applying is admin.
    told(now, 165 * MINUTE, { server: 'terraform', tool: 'apply_plan', agent: 'release', client: 'cursor', human: 't.lind', arguments: { workspace: 'prod-network', run: 'run-8Kd2' } }),
    // Refunds belong to the billing agent; support has none.
    ...[258, 256].map((ago) => told(now, ago * MINUTE, { server: 'stripe', tool: 'refund_charge', agent: 'support', client: 'deskmate', human: 'j.adeyemi', arguments: { account: 'acme-eu', charge: `ch_${ago}`, reason: 'requested' } })),
    // Kubernetes itself refused what nobody granted.
    ...every(47 * MINUTE, 20_000, 6).map((ago) => told(now, ago, { server: 'kubernetes', tool: 'delete_namespace', agent: 'oncall', client: 'deskmate', human: 'i.novak', outcome: 'denied', arguments: { namespace: 'batch' } })),
    // Only the export job may read employees without a person behind it.
    ...every(334 * MINUTE, 3 * MINUTE, 4).map((ago, index) => told(now, ago, { server: 'workday', tool: 'get_employee', agent: 'recruit', client: 'deskmate', human: null, arguments: { unit: 'engineering', employee: `e-${1042 + index}` } })),
    // The notes agent listed a calendar for nobody in particular.
    ...every(17 * MINUTE, 2 * MINUTE, 3).map((ago) => told(now, ago, { server: 'calendar', tool: 'list_events', agent: 'notes', client: 'deskmate', human: null, arguments: { calendar: 'leadership' } })),
    // Sales' agent, asked by marketing.
    ...every(205 * MINUTE, 4 * MINUTE, 3).map((ago) => told(now, ago, { server: 'hubspot', tool: 'update_deal', agent: 'deal-desk', client: 'sales-cockpit', human: 'r.amado', arguments: { region: 'emea', deal: 'deal-118', owner: 'r.amado@acme.test' } })),
  ]
}

/** What went beyond its grants this week. */
export function storiesOfTheWeek(now: number): ExampleCall[] {
  return [
    // The scope ends at analytics and events; customers is another database.
    ...every(56 * HOUR, 108 * MINUTE, 31).map((ago) => told(now, ago, { server: 'snowflake', tool: 'run_query', agent: 'research', client: 'deskmate', human: 'l.haas', arguments: { database: 'customers', sql: 'SELECT email, country FROM contacts WHERE churned' } })),
    // A grant ended nine days ago, and its user did not notice.
    ...every(6 * DAY, 26 * HOUR, 5).map((ago) => told(now, ago, { server: 'stripe', tool: 'list_payouts', agent: 'finops', client: 'deskmate', human: 'r.king', arguments: { account: 'acme-eu', status: 'paid' } })),
    // Another was revoked twenty days ago, and the straggler calls on, every other day.
    ...every(18 * DAY, 47 * HOUR, 9).map((ago) => told(now, ago, { server: 'postgres-orders', tool: 'select_rows', agent: 'research', client: 'deskmate', human: 'c.wei', arguments: { schema: 'orders', table: 'orders', limit: 50 } })),
    // The PDF reader's definition was widened, its grants rest, and one writer goes on.
    ...every(9 * DAY + 3 * HOUR, 45 * HOUR, 5).map((ago) => told(now, ago, { server: 'pdf-tools', tool: 'extract_text', agent: 'docs', client: 'claude-code', human: 'f.roth', arguments: { url: 'https://files.acme.test/manuals/terminal.pdf', pages: '1-4' } })),
    // A read that nobody granted, once, by an agent that is otherwise in order.
    told(now, 44 * HOUR, { server: 'grafana', tool: 'get_dashboard', agent: 'triage', client: 'claude-code', human: 'y.tan', arguments: { dashboard: 'checkout' } }),
    // Vault refuses what posture was never meant to do.
    ...every(4 * DAY, 24 * HOUR, 3).map((ago) => told(now, ago, { server: 'vault', tool: 'wrap_secret', agent: 'posture', client: 'job-runner', human: null, outcome: 'denied', arguments: { mount: 'kv', path: 'mcp/github', minutes: 5 } })),
    // One agent's identity, used by two people in two clients within twenty minutes.
    ...every(3 * DAY + 2 * HOUR, 4 * MINUTE, 3).map((ago) => told(now, ago, { server: 'jira', tool: 'search_issues', agent: 'release', client: 'cursor', human: 't.lind', arguments: { jql: 'project = PLAT AND status = "To do"' } })),
    ...every(3 * DAY + 105 * MINUTE, 4 * MINUTE, 6).map((ago) => told(now, ago, { server: 'jira', tool: 'search_issues', agent: 'release', client: 'claude-code', human: 'y.tan', arguments: { jql: 'project = PLAT ORDER BY created DESC' } })),
  ]
}
