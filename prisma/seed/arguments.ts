import type { Rng } from './prng'
import type { ExampleTool } from './tool'

/** The argument that names what a call touches on a server, the template of its resource, and what there is to touch. */
export type Touching = { argument: string; prefix: string; things: readonly string[] }

const t = (argument: string, prefix: string, things: string): Touching => ({ argument, prefix, things: things.split(' ') })

export const TOUCHES: Record<string, Touching> = {
  github: t('repo', 'repo', 'acme/api acme/web acme/mobile acme/infra acme/payments acme/warehouse acme/handbook acme/design-system acme/sandbox-fork'),
  jira: t('project', 'project', 'PLAT WEB MOB PAY DATA OPS'),
  confluence: t('space', 'space', 'ENG RUN PROD HR FIN'),
  slack: t('channel', 'channel', 'eng-triage releases oncall support data people finance general'),
  sentry: t('project', 'project', 'web ios android api'),
  kubernetes: t('namespace', 'ns', 'shop checkout search payments batch monitoring'),
  terraform: t('workspace', 'workspace', 'prod-network prod-data prod-apps prod-iam'),
  snowflake: t('database', 'db', 'analytics finance events customers'),
  'postgres-orders': t('schema', 'schema', 'orders refunds catalogue'),
  stripe: t('account', 'account', 'acme-eu acme-us'),
  gdrive: t('drive', 'drive', 'handbook support finance research people'),
  zendesk: t('brand', 'brand', 'acme acme-business'),
  netsuite: t('ledger', 'ledger', 'eu us'),
  workday: t('unit', 'unit', 'engineering operations sales'),
  greenhouse: t('job', 'job', 'backend-engineer data-analyst support-lead sre'),
  calendar: t('calendar', 'calendar', 'engineering product leadership rooms interviews'),
  'linear-sync': t('team', 'team', 'mobile web'),
  'filesystem-docs': t('path', 'file', 'docs/start.md docs/runbooks/api.md docs/runbooks/checkout.md docs/style.md docs/api/orders.md'),
}

/** Does every call of this tool name the thing it touches? */
export function namesThing(server: string, tool: ExampleTool): boolean {
  return tool.params.some((param) => param.required && param.name === TOUCHES[server]?.argument)
}

const TEXTS = ['Checkout fails for guests', 'Search is slow after the deploy', 'Typo on the pricing page', 'Crash on start with iOS 19', 'Retry loop in the webhook worker', 'Invoice total differs by a cent', 'Dark mode contrast', 'Flaky test in cart.spec']
const SAMPLES: Record<string, readonly string[]> = {
  labels: ['bug', 'duplicate', 'needs-info', 'regression'], path: ['src/cart.ts', 'src/server/orders.ts', 'README.md', 'package.json', 'src/ui/table.tsx'],
  ref: ['main', 'release/4.12'], branch: ['fix/guest-checkout', 'feat/export', 'chore/deps'], head: ['fix/guest-checkout', 'feat/export'], base: ['main'],
  message: ['Fix guest checkout', 'Add export', 'Update dependencies'], key: ['PLAT-812', 'WEB-391', 'PAY-77', 'OPS-240'], status: ['In progress', 'In review', 'Done'],
  jql: ['project = PLAT AND status = "To do"', 'labels = regression ORDER BY created DESC'], query: ['guest checkout', 'timeout', 'refund policy', 'rate limit'],
  expr: ['sum(rate(http_requests_total[5m]))', 'histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m])))'], datasource: ['prometheus', 'loki'],
  pod: ['api-6f9c-x2v', 'worker-77d-9kk', 'checkout-5bd-2qz'], deployment: ['api', 'worker', 'checkout'], sql: ['SELECT day, sum(amount) FROM sales GROUP BY day', 'SELECT count(*) FROM sessions WHERE day > current_date - 7'],
  table: ['sales', 'sessions', 'orders', 'contacts'], where: ["created_at > now() - interval '1 day'", "status = 'failed'"], run: ['run-8Kd2', 'run-51xQ'], incident: ['Q1Z8', 'R77B'], customer: ['cus_N8', 'cus_P3', 'cus_T1'],
  charge: ['ch_3Q', 'ch_9L'], invoice: ['in_71', 'in_88'], employee: ['e-1042', 'e-2210', 'e-0871'], candidate: ['c-551', 'c-608'], reason: ['requested', 'duplicate'],
}

/** Arguments for one call, naming `thing` where the tool names what it touches. Reproducible from the generator. */
export function argumentsOf(random: Rng, server: string, tool: ExampleTool, thing: string | null): Record<string, unknown> {
  const touching = TOUCHES[server]?.argument
  const values: Record<string, unknown> = {}
  for (const param of tool.params) {
    if (param.name === touching) {
      if (thing !== null) values[param.name] = thing
      continue
    }
    if (!param.required && random.chance(0.5)) continue
    if (param.type === 'integer') values[param.name] = 1 + random.below(400)
    else if (param.type === 'boolean') values[param.name] = random.chance(0.3)
    else values[param.name] = random.pick(param.values ?? SAMPLES[param.name] ?? TEXTS)
  }
  return values
}
