import type { Client, JSONRPCMessage } from '@modelcontextprotocol/client'
import { z } from 'zod'
import type { ContextKind, ListedContext, Listing } from '@/lib/discovery/model'
import { readContext, readTool, type Reading } from '@/lib/discovery/read-definition'

import { withinRun, type Run } from './run'

const METHOD_NOT_FOUND = -32601

type List<T> = { method: string; key: string; read: (raw: unknown) => Reading<T>; /** Servers declare `resources` and implement no templates; they mean none. */ mayLack?: boolean }

type ContextList = List<ListedContext> & { capability: 'resources' | 'prompts' }

const readAs = (kind: ContextKind) => (raw: unknown) => readContext(kind, raw)
const TOOLS = { method: 'tools/list', key: 'tools', read: readTool }
const CONTEXTS: readonly ContextList[] = [
  { capability: 'resources', method: 'resources/list', key: 'resources', read: readAs('resource') },
  { capability: 'resources', method: 'resources/templates/list', key: 'resourceTemplates', read: readAs('template'), mayLack: true },
  { capability: 'prompts', method: 'prompts/list', key: 'prompts', read: readAs('prompt') },
]

/**
 * Looks at each answer before the SDK does and fails the run at the first definition that is none. The SDK would refuse it too, for
 * servers of the new protocol, but in words that name no tool.
 */
export function checkAnswers(run: Run): (message: JSONRPCMessage) => void {
  return (message) => {
    const result = (message as { result?: unknown }).result
    if (typeof result !== 'object' || result === null) return
    for (const list of [TOOLS, ...CONTEXTS]) {
      const items = (result as Record<string, unknown>)[list.key]
      if (!Array.isArray(items) || run.failure() !== null) continue
      const fault = items.map(list.read).find((reading) => !reading.ok)
      if (fault !== undefined) unusable(run, list, fault)
    }
  }
}

function unusable(run: Run, { method }: { method: string }, fault: Extract<Reading<never>, { ok: false }>): Error {
  return run.fail(fault.code, `The server's ${method} is not usable: ${run.quote(fault.problem)}.`)
}

/**
 * Every tool, resource, template and prompt, page by page, of those lists that the server declares. Fails the run rather than return
 * a part: at the bounds of pages and items, at a cursor that came before, at a definition that is none, at a tool named twice.
 */
export async function listEverything(client: Client, run: Run): Promise<Listing> {
  const offered = client.getServerCapabilities() ?? {}
  const taken = { items: 0 }
  const tools = new Map<string, Listing['tools'][number]>()
  if (offered.tools !== undefined) {
    for (const tool of await walk(client, run, TOOLS, taken)) {
      if (tools.has(tool.name)) throw run.fail('invalid_answer', `The server lists the tool ${run.quote(JSON.stringify(tool.name))} twice.`)
      tools.set(tool.name, tool)
    }
  }
  const contexts = new Map<string, ListedContext>()
  for (const list of CONTEXTS) {
    if (offered[list.capability] === undefined) continue
    for (const context of await walk(client, run, list, taken)) {
      const key = `${context.kind} ${context.name}`
      const before = contexts.get(key)
      // The very same entry twice is a slip that says nothing; two different ones leave open which holds.
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(context)) throw run.fail('invalid_answer', `The server lists the ${context.kind} ${run.quote(JSON.stringify(context.name))} twice, and not alike.`)
      contexts.set(key, context)
    }
  }
  return { tools: [...tools.values()], contexts: [...contexts.values()] }
}

async function walk<T>(client: Client, run: Run, list: List<T>, taken: { items: number }): Promise<T[]> {
  const all: T[] = []
  const cursors = new Set<string>()
  let cursor: string | null = null
  for (let page = 1; ; page++) {
    if (page > run.bounds.pages) throw run.fail('endless_pages', `The server's ${list.method} has more than ${run.bounds.pages} pages.`)
    const answer = await onePage(client, run, list, cursor)
    taken.items += answer.items.length
    if (taken.items > run.bounds.items) throw run.fail('too_large', `The server lists more than ${run.bounds.items} things.`)
    for (const raw of answer.items) {
      const reading = list.read(raw)
      if (!reading.ok) throw unusable(run, list, reading)
      all.push(reading.value)
    }
    if (answer.next === null) return all
    if (cursors.has(answer.next)) throw run.fail('endless_pages', `The server's ${list.method} gave the same cursor twice, after ${page} pages.`)
    cursors.add(answer.next)
    cursor = answer.next
  }
}

/** An empty cursor and null stand for the last page, as several servers write it. */
async function onePage(client: Client, run: Run, { method, key, mayLack }: Omit<List<unknown>, 'read'>, cursor: string | null): Promise<{ items: unknown[]; next: string | null }> {
  const shape = z.looseObject({ [key]: z.array(z.unknown(), `has no list of ${key}`), nextCursor: z.string('has a cursor that is no text').nullish() })
  try {
    // Asked by hand and not by `listTools`, which leaves out tools that it does not like: here they must be seen.
    const answer: Record<string, unknown> = await withinRun(run, client.request({ method, params: cursor === null ? {} : { cursor } }, shape, { timeout: run.bounds.requestMs, maxTotalTimeout: run.bounds.requestMs, signal: run.signal }))
    const next = answer['nextCursor']
    return { items: answer[key] as unknown[], next: typeof next === 'string' && next !== '' ? next : null }
  } catch (error) {
    if (mayLack === true && (error as { code?: unknown }).code === METHOD_NOT_FOUND) return { items: [], next: null }
    throw error
  }
}
