import { DAY, type ExampleCall, sessionOf, spiffeOf, viaOf } from './calls'
import { STRAY_SERVER } from './servers'
import { STRAY_AGENT, STRAY_CLIENT } from './workloads'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

type Told = { server: string; tool: string; agent: string; client: string; human: string | null; arguments: Record<string, unknown>; outcome?: ExampleCall['outcome']; via?: ExampleCall['via'] }

/** One call of a story, `ago` milliseconds before the demo was loaded. */
function told(loadedAt: number, ago: number, what: Told): ExampleCall {
  const at = loadedAt - ago
  const outcome = what.outcome ?? 'success'
  return {
    at, via: what.via ?? viaOf(what.server), server: what.server, tool: what.tool, client: what.client, arguments: what.arguments, outcome,
    agent: what.agent.startsWith('spiffe:') ? what.agent : spiffeOf(what.agent), human: what.human === null ? null : `${what.human}@acme.test`,
    durationMs: outcome === 'denied' ? 4 : 180 + (ago % 700), session: sessionOf(what.agent, what.human, at),
  }
}

const every = (from: number, step: number, count: number): number[] => Array.from({ length: count }, (_, index) => from - index * step)

/** What went beyond its grants, and how: one story per kind of finding. Times are before `loadedAt`. */
export function storyCalls(loadedAt: number): ExampleCall[] {
  return [...today(loadedAt), ...thisWeek(loadedAt), ...strangers(loadedAt), ...settled(loadedAt)].toSorted((a, b) => a.at - b.at)
}

function today(now: number): ExampleCall[] {
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
  ]
}

function thisWeek(now: number): ExampleCall[] {
  return [
    // The scope ends at analytics and events; customers is another database.
    ...every(56 * HOUR, 108 * MINUTE, 31).map((ago) => told(now, ago, { server: 'snowflake', tool: 'run_query', agent: 'research', client: 'claude-code', human: 'l.haas', arguments: { database: 'customers', sql: 'SELECT email, country FROM contacts WHERE churned' } })),
    // Two grants ended, and their users did not notice.
    ...every(6 * DAY, 26 * HOUR, 5).map((ago) => told(now, ago, { server: 'stripe', tool: 'list_payouts', agent: 'finops', client: 'deskmate', human: 'r.king', arguments: { account: 'acme-eu', status: 'paid' } })),
    ...every(3 * DAY, 40 * MINUTE, 2).map((ago) => told(now, ago, { server: 'postgres-orders', tool: 'select_rows', agent: 'research', client: 'deskmate', human: 'c.wei', arguments: { schema: 'orders', table: 'orders', limit: 50 } })),
    // A read that nobody granted, once, by an agent that is otherwise in order.
    told(now, 44 * HOUR, { server: 'grafana', tool: 'get_dashboard', agent: 'triage', client: 'claude-code', human: 'y.tan', arguments: { uid: 'checkout' } }),
  ]
}

function strangers(now: number): ExampleCall[] {
  return [
    ...every(41 * HOUR, 4 * HOUR, 9).map((ago, index) => told(now, ago, { server: STRAY_SERVER, via: 'claude-code', tool: index % 3 === 0 ? 'create_issue' : 'search_issues', agent: 'codegen', client: 'claude-code', human: 'dana', arguments: { project: 'PLAT', summary: 'Copied for a test' } })),
    ...every(52 * HOUR, 17 * MINUTE, 5).map((ago) => told(now, ago, { server: 'slack', tool: 'post_message', agent: STRAY_AGENT, client: 'claude-code', human: 'p.lang', arguments: { channel: 'general', text: 'Hackday demo in ten minutes' } })),
    ...every(53 * HOUR, 9 * MINUTE, 3).map((ago) => told(now, ago, { server: 'confluence', tool: 'search_pages', agent: STRAY_AGENT, client: 'claude-code', human: 'p.lang', arguments: { query: 'hackday' } })),
    ...every(30 * HOUR, 11 * MINUTE, 12).map((ago) => told(now, ago, { server: 'github', tool: 'read_file', agent: 'codegen', client: STRAY_CLIENT, human: 'f.larsen', arguments: { repo: 'acme/web', path: 'src/cart.ts' } })),
  ]
}

/** The name under which logs show a preview of the desk client, until somebody says that it is the same. */
export const PREVIEW_CLIENT = 'deskmate-beta'

/** Days ago at which the grant arrives that covers the support agent's comments from then on and before. */
export const COVERED_DAYS_AGO = 18

/** Old stories that are over: one that went quiet, one that a grant has covered since, one that was only a name nobody knew. */
function settled(now: number): ExampleCall[] {
  return [
    ...every(29 * DAY, 31 * MINUTE, 2).map((ago) => told(now, ago, { server: 'confluence', tool: 'delete_page', agent: 'docs', client: 'claude-code', human: 'e.jansen', arguments: { space: 'ENG', page: 'Old start page' } })),
    ...every(8 * DAY, 4 * HOUR, 14).map((ago) => told(now, ago, { server: 'pagerduty', tool: 'list_incidents', agent: 'oncall', client: PREVIEW_CLIENT, human: 'l.fischer', arguments: { status: 'triggered' } })),
    ...every(26 * DAY, 29 * HOUR, 6).map((ago) => told(now, ago, { server: 'jira', tool: 'add_comment', agent: 'support', client: 'deskmate', human: 'b.carter', arguments: { project: 'WEB', key: 'WEB-391', body: 'A customer sees this too.' } })),
  ]
}
