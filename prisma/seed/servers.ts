import type { Sensitivity } from '@/lib/registry/model'

/** Which source sees the calls to a server. */
export type Via = 'toolhive-prod' | 'envoy-eu' | 'data-audit' | 'claude-code'

export type ExampleServer = {
  slug: string
  name: string
  purpose: string
  sensitivity: Sensitivity
  environment: 'production' | 'staging'
  effects: readonly string[]
  owner: string
  backup: string | null
  team: string
  via: Via
  downstream: readonly string[]
  /** Where it ends up: a confidential or restricted one cannot go beyond its pilot yet. */
  reaches: 'active' | 'pilot' | 'proposed'
  stdio?: readonly string[]
  /** name, location, rotate every n days, rotated n days ago */
  secret?: readonly [string, string, number, number]
}

const s = (
  slug: string, name: string, sensitivity: Sensitivity, owner: string, backup: string | null, team: string, via: Via, purpose: string,
  more: Partial<Pick<ExampleServer, 'effects' | 'downstream' | 'stdio' | 'secret' | 'reaches' | 'environment'>> = {},
): ExampleServer => ({
  slug, name, purpose, sensitivity, environment: 'production', effects: [], downstream: [], team, via,
  owner: `${owner}@acme.test`, backup: backup === null ? null : `${backup}@acme.test`,
  reaches: sensitivity === 'public' || sensitivity === 'internal' ? 'active' : 'pilot', ...more,
})

export const SERVERS: readonly ExampleServer[] = [
  s('github', 'GitHub', 'confidential', 't.lind', 'dana', 'platform', 'toolhive-prod', 'Issues, pull requests and code of the acme organisation, for engineering agents.', { downstream: ['github'], secret: ['GITHUB_APP_KEY', 'vault kv/mcp/github', 90, 94] }),
  s('jira', 'Jira', 'internal', 'c.nunes', 's.khan', 'product', 'toolhive-prod', 'Tickets of every team, for triage and planning.', { secret: ['JIRA_OAUTH_CLIENT', 'vault kv/mcp/jira', 180, 61] }),
  s('confluence', 'Confluence', 'internal', 'm.weber', 'e.jansen', 'docs', 'toolhive-prod', 'Handbook, runbooks and design documents.'),
  s('slack', 'Slack', 'internal', 's.marin', 'y.tan', 'platform', 'toolhive-prod', 'Messages to channels that invited the app.', { downstream: ['slack'], secret: ['SLACK_BOT_TOKEN', 'vault kv/mcp/slack', 180, 112] }),
  s('sentry', 'Sentry', 'internal', 'a.berg', 'l.byrne', 'apps', 'toolhive-prod', 'Errors and releases of the web and mobile apps.'),
  s('grafana', 'Grafana', 'internal', 'i.novak', 'l.fischer', 'sre', 'toolhive-prod', 'Dashboards, queries and alert rules.'),
  s('pagerduty', 'PagerDuty', 'internal', 'i.novak', 'l.fischer', 'sre', 'toolhive-prod', 'Incidents, schedules and escalations.'),
  s('calendar', 'Calendar', 'internal', 's.marin', 'y.tan', 'platform', 'toolhive-prod', 'Shared calendars and meeting rooms.'),
  s('linear-sync', 'Linear sync', 'internal', 'g.moreno', null, 'apps', 'toolhive-prod', 'Copies customer issues from Linear into Jira.'),
  s('kubernetes', 'Kubernetes', 'confidential', 'i.novak', 'p.alves', 'sre', 'toolhive-prod', 'Workloads of the production clusters, for on-call.', { effects: ['production_change'], downstream: ['eks-prod'] }),
  s('terraform', 'Terraform', 'restricted', 't.lind', 'i.novak', 'platform', 'toolhive-prod', 'Plans and applies of the production workspaces.', { effects: ['production_change', 'iam'], downstream: ['terraform-cloud', 'aws'], secret: ['TFC_TOKEN', 'vault kv/mcp/terraform', 30, 12] }),
  s('snowflake', 'Snowflake', 'restricted', 'v.petrov', 'm.dubois', 'data', 'data-audit', 'The warehouse, for analysts and their agents.', { effects: ['regulated_data'], downstream: ['snowflake'], secret: ['SNOWFLAKE_KEY', 'vault kv/mcp/snowflake', 90, 41] }),
  s('postgres-orders', 'Orders database', 'restricted', 'v.petrov', 'n.kovacs', 'data', 'data-audit', 'A read replica of orders and the export jobs on it.', { effects: ['regulated_data'] }),
  s('stripe', 'Stripe', 'restricted', 'n.kovacs', 'f.balogun', 'payments', 'toolhive-prod', 'Charges, refunds and payouts of the live account.', { effects: ['payments'], downstream: ['stripe'], secret: ['STRIPE_RESTRICTED_KEY', 'vault kv/mcp/stripe', 90, 20] }),
  s('aws-admin', 'AWS admin', 'restricted', 'i.novak', 't.lind', 'sre', 'toolhive-prod', 'Break-glass work on accounts, roles and keys.', { effects: ['iam', 'secrets'], downstream: ['aws'] }),
  s('gdrive', 'Google Drive', 'confidential', 'm.weber', 'r.stone', 'docs', 'envoy-eu', 'Shared drives of the departments.', { downstream: ['google-workspace'] }),
  s('zendesk', 'Zendesk', 'confidential', 'r.stone', 'b.carter', 'support', 'envoy-eu', 'Customer tickets and macros.'),
  s('netsuite', 'NetSuite', 'restricted', 'r.king', 'a.moreau', 'finance', 'envoy-eu', 'Ledgers, vendors and bills.', { effects: ['payments'] }),
  s('workday', 'Workday', 'restricted', 'h.vogel', 'l.meyer', 'people-ops', 'envoy-eu', 'People, positions and absences.', { effects: ['regulated_data'] }),
  s('greenhouse', 'Greenhouse', 'confidential', 'h.vogel', 'z.laurent', 'people-ops', 'envoy-eu', 'Candidates, interviews and scorecards.', { effects: ['regulated_data'] }),
  s('filesystem-docs', 'Docs on disk', 'internal', 'm.weber', 'k.brandt', 'docs', 'claude-code', 'The documentation checkout on a laptop.', { stdio: ['npx', '@modelcontextprotocol/server-filesystem', '/home/dev/docs'] }),
  s('metabase', 'Metabase', 'internal', 'm.dubois', 'c.wei', 'data', 'toolhive-prod', 'Saved questions and dashboards, read only.', { reaches: 'proposed' }),
  s('salesforce', 'Salesforce', 'confidential', 'r.stone', null, 'support', 'toolhive-prod', 'Accounts and opportunities for support.', { reaches: 'proposed' }),
]

/** The name under which logs show a server that nobody registered. */
export const STRAY_SERVER = 'jira-dev2'
