import type { UsageFact } from '@/lib/activity/model'
import { loadUsage } from '@/lib/activity/queries/usage'
import { type Actor, require } from '@/lib/auth/actor'
import { inSnapshot } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { invalid } from '@/lib/errors'
import { loadDeclarations } from '@/lib/grants/queries'
import { type Changes, NO_CHANGES, whatIf } from '@/lib/drift/what-if'
import { WHAT_IF_DAYS, type WhatIfAnswer, type WhatIfQuestion } from '@/lib/drift/what-if-model'
import { lastDays, type Window } from '@/lib/drift/window'
import { resolveChanges } from './resolve-changes'

/** Questions about one window whose names and rights are settled: what the thread of the jobs is given. `servers` null = all. */
export type WhatIfTask = { changes: readonly Changes[]; window: Window; servers: readonly string[] | null; now: number }

/** How the process asks the thread of its jobs; absent where there is none. */
type AskJobs = (request: { kind: 'what-if'; task: WhatIfTask }) => Promise<WhatIfAnswer[]>

/**
 * The same comparison with today's grants, or a proposed change, over a past window. For all who see activity; owners ask about
 * their own servers. Writes nothing. The work is done in the thread of the jobs, so that the loop that answers requests stays free.
 */
export async function askWhatIf(actor: Actor, question: WhatIfQuestion, now: Date): Promise<WhatIfAnswer> {
  const [answer] = await ask(actor, question, (changes) => [changes], now)
  return answer
}

/** The same with the change and without it, in one snapshot: what differs between the two is the change's doing. */
export async function askBeside(actor: Actor, question: WhatIfQuestion, now: Date): Promise<{ today: WhatIfAnswer; answer: WhatIfAnswer }> {
  const [today, answer] = await ask(actor, question, (changes) => [NO_CHANGES, changes], now)
  return { today, answer }
}

async function ask<const Asked extends readonly Changes[]>(actor: Actor, question: WhatIfQuestion, asked: (changes: Changes) => Asked, now: Date): Promise<{ [Place in keyof Asked]: WhatIfAnswer }> {
  const servers = require(actor, 'activity.read') === 'all' ? null : [...actor.ownServerIds]
  const window = windowOf(question.window, now)
  const task = { changes: asked(await resolveChanges(actor, question.changes, now)), window, servers, now: now.getTime() }
  const askJobs = processState()['askJobs'] as AskJobs | undefined
  const answers = askJobs === undefined ? await answerWhatIf(task) : await askJobs({ kind: 'what-if', task })
  // One answer for each that was asked, in the same order.
  return answers as { [Place in keyof Asked]: WhatIfAnswer }
}

function windowOf(given: WhatIfQuestion['window'], now: Date): Window {
  if ('days' in given) return lastDays(given.days, now.getTime())
  const window = { from: Date.parse(given.from), to: Date.parse(given.to) }
  if (window.from >= window.to) throw invalid('window.to', 'The window ends before it begins. Nothing was compared.')
  if (window.to - window.from > WHAT_IF_DAYS * 86_400_000) throw invalid('window', `A window is ${WHAT_IF_DAYS} days long at most. Nothing was compared.`)
  return window
}

/** Reads one snapshot of the database once, and compares for each of the questions, in their order. */
export async function answerWhatIf({ changes, window, servers, now }: WhatIfTask): Promise<WhatIfAnswer[]> {
  return inSnapshot(async (read, client) => {
    const declarations = await loadDeclarations(client)
    const days = { from: dayOf(window.from), to: dayOf(window.to) }
    const usage: UsageFact[][] = []
    if (servers === null) usage.push(await loadUsage(days, read))
    else for (const serverId of servers) usage.push(await loadUsage({ ...days, serverId }, read))
    const all = usage.flat()
    return changes.map((one) => whatIf(declarations, all, one, window, now))
  })
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
