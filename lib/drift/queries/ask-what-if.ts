import type { UsageFact } from '@/lib/activity/model'
import { loadUsage } from '@/lib/activity/queries/usage'
import { type Actor, require } from '@/lib/auth/actor'
import { inSnapshot } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { invalid } from '@/lib/errors'
import { loadDeclarations } from '@/lib/grants/queries'
import { type Changes, whatIf } from '@/lib/drift/what-if'
import { WHAT_IF_DAYS, type WhatIfAnswer, type WhatIfQuestion } from '@/lib/drift/what-if-model'
import { lastDays, type Window } from '@/lib/drift/window'
import { resolveChanges } from './resolve-changes'

/** A question whose names and rights are settled: what the thread of the jobs is given. `servers` null = all. */
export type WhatIfTask = { changes: Changes; window: Window; servers: readonly string[] | null; now: number }

/** How the process asks the thread of its jobs; absent where there is none. */
type AskJobs = (request: { kind: 'what-if'; task: WhatIfTask }) => Promise<WhatIfAnswer>

/**
 * The same comparison with today's grants, or a proposed change, over a past window. For all who see activity; owners ask about
 * their own servers. Writes nothing. The work is done in the thread of the jobs, so that the loop that answers requests stays free.
 */
export async function askWhatIf(actor: Actor, question: WhatIfQuestion, now: Date): Promise<WhatIfAnswer> {
  const servers = require(actor, 'activity.read') === 'all' ? null : [...actor.ownServerIds]
  const window = windowOf(question.window, now)
  const task = { changes: await resolveChanges(actor, question.changes, now), window, servers, now: now.getTime() }
  const ask = processState()['askJobs'] as AskJobs | undefined
  return ask === undefined ? answerWhatIf(task) : ask({ kind: 'what-if', task })
}

function windowOf(given: WhatIfQuestion['window'], now: Date): Window {
  if ('days' in given) return lastDays(given.days, now.getTime())
  const window = { from: Date.parse(given.from), to: Date.parse(given.to) }
  if (window.from >= window.to) throw invalid('window.to', 'The window ends before it begins. Nothing was compared.')
  if (window.to - window.from > WHAT_IF_DAYS * 86_400_000) throw invalid('window', `A window is ${WHAT_IF_DAYS} days long at most. Nothing was compared.`)
  return window
}

/** Reads one snapshot of the database and compares. */
export async function answerWhatIf({ changes, window, servers, now }: WhatIfTask): Promise<WhatIfAnswer> {
  return inSnapshot(async (read, client) => {
    const declarations = await loadDeclarations(client)
    const days = { from: dayOf(window.from), to: dayOf(window.to) }
    if (servers === null) return whatIf(declarations, await loadUsage(days, read), changes, window, now)
    const usage: UsageFact[][] = []
    for (const serverId of servers) usage.push(await loadUsage({ ...days, serverId }, read))
    return whatIf(declarations, usage.flat(), changes, window, now)
  })
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
