import { once } from '@/lib/db/process-state'

type Labels = Readonly<Record<string, string>>
type Kind = 'counter' | 'gauge' | 'histogram'
type Metric = { kind: Kind; help: string; values: Map<string, number>; buckets?: readonly number[] }

/** Seconds; a page takes tens of milliseconds, a large batch a few seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

function registry(): Map<string, Metric> {
  return once('metrics', () => new Map<string, Metric>())
}

function metric(name: string, kind: Kind, help: string): Metric {
  const all = registry()
  let found = all.get(name)
  if (found === undefined) {
    found = { kind, help, values: new Map(), ...(kind === 'histogram' ? { buckets: BUCKETS } : {}) }
    all.set(name, found)
  }
  return found
}

/** Adds to a counter, which only ever grows. Names end in `_total`. */
export function count(name: string, help: string, labels: Labels = {}, by = 1): void {
  const { values } = metric(name, 'counter', help)
  const key = labelText(labels)
  values.set(key, (values.get(key) ?? 0) + by)
}

/** States a value as it is now. */
export function gauge(name: string, help: string, value: number, labels: Labels = {}): void {
  metric(name, 'gauge', help).values.set(labelText(labels), value)
}

/** Notes one duration in seconds. */
export function observe(name: string, help: string, seconds: number, labels: Labels = {}): void {
  const { values, buckets = BUCKETS } = metric(name, 'histogram', help)
  const add = (key: string, by: number) => values.set(key, (values.get(key) ?? 0) + by)
  for (const bucket of buckets) if (seconds <= bucket) add(`_bucket${labelText({ ...labels, le: String(bucket) })}`, 1)
  add(`_bucket${labelText({ ...labels, le: '+Inf' })}`, 1)
  add(`_sum${labelText(labels)}`, seconds)
  add(`_count${labelText(labels)}`, 1)
}

/** Prometheus text exposition format 0.0.4. */
export function metricsText(): string {
  const lines: string[] = []
  for (const [name, { kind, help, values }] of registry()) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`)
    for (const [key, value] of values) lines.push(`${name}${key} ${value}`)
  }
  return `${lines.join('\n')}\n`
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}
