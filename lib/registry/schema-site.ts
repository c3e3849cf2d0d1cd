import { bringsProperties, inspect, type Run, type Schema } from './schema-walk'

/** Two schemas at one place. */
export type Site = { run: Run; before: Schema; after: Schema; path: string; depth: number }

/** Compares what stands at one place before and after; absent stands for a schema that accepts everything. */
export type CompareSchema = (run: Run, before: unknown, after: unknown, path: string, depth: number) => void

/** A schema that is new beside others: it takes away, unless it brings properties. */
export function addCondition(run: Run, schema: unknown, path: string, depth: number, what: string): void {
  const gains = bringsProperties(run, schema, depth)
  run.reasons.push({ path, effect: gains ? run.looser : 'altering', what: gains ? `${what.slice(0, -1)}, with properties of its own.` : what })
  inspect(run, schema, path, depth)
}

/** A place inside a schema, for people: the argument by name, or the whole. */
export function place(path: string, first = true): string {
  const names = path.split('/').slice(2)
  const shown: string[] = []
  for (let i = 0; i < names.length; i += 1) {
    if (names[i] === 'properties' && names[i + 1] !== undefined) {
      shown.push((names[i + 1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 100))
      i += 1
    } else if (names[i] === 'items') shown.push('each item')
  }
  if (shown.length === 0) return `${first ? 'The' : 'the'} ${path.startsWith('/outputSchema') ? 'output' : 'input'}`
  return `“${shown.join(' › ')}”`
}
