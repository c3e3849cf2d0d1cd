import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { definitionHash } from '@/lib/registry/definition-hash'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { anActor } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { answering, aTool, failure, listing, widened } from '@/lib/testing/discovery-builders'
import { declareGrantWorld } from '@/lib/testing/grant-builders'
import { runDiscovery } from './run-discovery'

const { truncate } = useDatabase()
const reviewer = anActor(['security_reviewer'])

const CREDENTIALS = ['', 'writer'] as const
const NAMES = ['a', 'b', 'c', 'd'] as const
const DEFINITIONS: Record<'plain' | 'wide' | 'worded', (name: string) => ToolDefinition> = { plain: (name) => aTool(name), wide: (name) => widened(name), worded: (name) => aTool(name, { description: 'Said in another way' }) }

type Step = { credential: string; fails: boolean; tools: Partial<Record<string, keyof typeof DEFINITIONS>> }

const step: fc.Arbitrary<Step> = fc.record({
  credential: fc.constantFrom(...CREDENTIALS), fails: fc.boolean(), tools: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom('plain', 'wide', 'worded'), { noNullPrototype: true }),
}).chain((one) => fc.boolean().map((fails) => ({ ...one, fails: one.fails && fails })))

/** The rule again, in the plainest words: who sees which tool with which definition, and who has ever seen it. */
class Model {
  private readonly seen = new Map<string, Map<string, string | null>>(CREDENTIALS.map((credential) => [credential, new Map()]))

  private visible(name: string): boolean {
    return [...this.seen.values()].some((tools) => (tools.get(name) ?? null) !== null)
  }

  /** Answers the status that the run must have, and takes it over when it is complete. */
  take({ credential, fails, tools }: Step): string {
    if (fails) return 'failed'
    const known = NAMES.filter((name) => this.visible(name)).length
    const mine = this.seen.get(credential) ?? new Map<string, string | null>()
    const before = new Map(mine)
    for (const name of NAMES) {
      const kind = tools[name]
      if (kind !== undefined) mine.set(name, definitionHash(DEFINITIONS[kind](name)))
      else if (mine.has(name)) mine.set(name, null)
    }
    const gone = NAMES.filter((name) => (before.get(name) ?? null) !== null && !this.visible(name)).length
    if (gone * 2 <= known) return 'complete'
    this.seen.set(credential, before)
    return 'held'
  }

  state(): Record<string, { removed: boolean; sees: string[] }> {
    const known = NAMES.filter((name) => [...this.seen.values()].some((tools) => tools.has(name)))
    return Object.fromEntries(known.map((name) => [name, {
      removed: !this.visible(name), sees: [...new Set([...this.seen.values()].flatMap((tools) => tools.get(name) ?? []))],
    }]))
  }
}

type Versions = Record<string, { number: number; hash: string }[]>

async function stored(): Promise<{ tools: Record<string, { removed: boolean; newest: string | null }>; versions: Versions }> {
  const found = await db().tool.findMany({ orderBy: { name: 'asc' }, include: { versions: { orderBy: { number: 'asc' } } } })
  return {
    tools: Object.fromEntries(found.map((tool) => [tool.name, { removed: tool.removedAt !== null, newest: tool.definitionHash }])),
    versions: Object.fromEntries(found.map((tool) => [tool.name, tool.versions.map(({ number, hash }) => ({ number, hash }))])),
  }
}

describe('any sequence of runs', () => {
  it('keeps versions for ever and in order, and removes exactly what nobody sees any more', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await truncate()
      await declareGrantWorld()
      const model = new Model()
      let before: Versions = {}
      for (const [index, one] of steps.entries()) {
        const tools = Object.entries(one.tools).flatMap(([name, kind]) => (kind === undefined ? [] : [DEFINITIONS[kind](name)]))
        const run = await runDiscovery(reviewer, testCtx(at(`+${index + 1}m`)), 'github', { trigger: 'api', credential: one.credential === '' ? null : one.credential, connect: answering(one.fails ? failure('timeout') : listing(tools)) })
        expect(run.status).toBe(model.take(one))
        const { tools: now, versions } = await stored()
        const expected = model.state()
        expect(Object.fromEntries(Object.entries(now).map(([name, { removed }]) => [name, removed]))).toEqual(Object.fromEntries(Object.entries(expected).map(([name, { removed }]) => [name, removed])))
        for (const [name, list] of Object.entries(versions)) {
          expect(list.map((version) => version.number)).toEqual(list.map((_, i) => i + 1))
          expect(list.slice(0, before[name]?.length ?? 0)).toEqual(before[name] ?? [])
          // A version is made only of a change, and what is shown as the newest is the newest.
          for (const [i, version] of list.entries()) expect(version.hash).not.toBe(list[i - 1]?.hash)
          expect(list.at(-1)?.hash).toBe(now[name]?.newest)
          if (run.status !== 'complete') expect(list).toEqual(before[name] ?? [])
          // Whatever anybody sees has a version.
          for (const hash of expected[name]?.sees ?? []) expect(list.map((version) => version.hash)).toContain(hash)
        }
        before = versions
      }
    }), { numRuns: 25 })
  }, 300_000)
})
