import type { Rng } from './prng'
import type { ExampleTool } from './tool'
import type { Param } from './tool-params'
import { TOUCHES } from './touches'

/** Does every call of this tool name the thing it touches? */
export function namesThing(server: string, tool: ExampleTool): boolean {
  const argument = TOUCHES[server]?.argument
  return argument !== undefined && tool.params.some((param) => param.required && param.name === argument)
}

const TEXTS = ['Checkout fails for guests', 'Search is slow after the deploy', 'Typo on the pricing page', 'Crash on start with iOS 19', 'Retry loop in the webhook worker', 'Invoice total differs by a cent', 'Dark mode contrast', 'Laptop does not wake up']
const PROSE = new Set(['body', 'title', 'text', 'summary', 'description', 'comment', 'note', 'message', 'subject', 'resolution', 'content', 'notes', 'steps'])
const SAMPLES: Record<string, readonly string[]> = {
  labels: ['bug', 'duplicate', 'needs-info', 'regression'], path: ['src/cart.ts', 'src/server/orders.ts', 'README.md', 'package.json', 'src/ui/table.tsx'],
  ref: ['main', 'release/4.12'], branch: ['fix/guest-checkout', 'feat/export', 'chore/deps'], head: ['fix/guest-checkout', 'feat/export'], base: ['main'],
  key: ['PLAT-812', 'WEB-391', 'PAY-77', 'OPS-240'], status: ['In progress', 'In review', 'Done'], user: ['k.brandt@acme.test', 'm.rossi@acme.test', 'y.tan@acme.test'],
  jql: ['project = PLAT AND status = "To do"', 'labels = regression ORDER BY created DESC'], query: ['guest checkout', 'timeout', 'refund policy', 'rate limit', 'new laptop', 'renewal'],
  expr: ['sum(rate(http_requests_total[5m]))', 'histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m])))'], datasource: ['prometheus', 'loki'], metric: ['sessions', 'loss', 'conversion'],
  pod: ['api-6f9c-x2v', 'worker-77d-9kk', 'checkout-5bd-2qz'], deployment: ['api', 'worker', 'checkout'], sql: ['SELECT day, sum(amount) FROM sales GROUP BY day', 'SELECT count(*) FROM sessions WHERE day > current_date - 7'],
  table: ['sales', 'sessions', 'orders', 'contacts'], where: ["created_at > now() - interval '1 day'", "status = 'failed'"], reason: ['requested', 'duplicate', 'no longer needed'], type: ['bill', 'vendor', 'order'],
  url: ['https://developer.mozilla.org/docs/Web/API/fetch', 'https://www.rfc-editor.org/rfc/rfc8785', 'https://nodejs.org/api/http.html'], email: ['t.brooks@acme.test', 'partner@example.com'], period: ['2026-09', '2026-10', '2026-11'],
}

/** Arguments for one call, naming `thing` where the tool names what it touches. Reproducible from the generator. */
export function argumentsOf(random: Rng, server: string, tool: ExampleTool, thing: string | null): Record<string, unknown> {
  const touching = TOUCHES[server]?.argument
  const values: Record<string, unknown> = {}
  for (const param of tool.params) {
    if (param.name === touching) {
      if (thing !== null) values[param.name] = thing
    } else if (param.required || random.chance(0.35)) {
      values[param.name] = sample(random, param)
    }
  }
  return values
}

function sample(random: Rng, param: Param): unknown {
  if (param.type === 'integer') return 1 + random.below(180)
  if (param.type === 'boolean') return random.chance(0.3)
  if (param.values !== undefined) return random.pick(param.values)
  if (PROSE.has(param.name)) return random.pick(TEXTS)
  const samples = SAMPLES[param.name]
  return samples === undefined ? `${param.name.replaceAll('_', '-')}-${100 + random.below(80)}` : random.pick(samples)
}
