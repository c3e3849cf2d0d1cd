import { createInterface } from 'node:readline'
import pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import { processState } from '@/lib/db/process-state'
import { lookAtCase, lookAtCases } from '@/lib/offboarding/commands/look'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { attestLine, cancelCase, freezeCase, revokeCase, signCase } from '@/lib/offboarding/commands/run-case'
import type { AttestLineInput, OpenCaseInput, RevokeCaseInput } from '@/lib/offboarding/model'
import { testCtx } from './clock'

/** One command, as the test program is told it. Times as RFC 3339. */
export type KillTask =
  | { do: 'open'; input: OpenCaseInput }
  | { do: 'freeze' | 'cancel' | 'sign'; id: string; reason: string }
  | { do: 'revoke'; id: string; input: RevokeCaseInput }
  | { do: 'attest'; id: string; line: string; input: AttestLineInput }
  | { do: 'look'; id: string }
  | { do: 'tend' }
/** `kill`: before which statement the process ends itself, counted from 1; 0 = never. `after`: once that one is on its way instead. */
export type KillOrder = { url: string; secret: string; now: string; actor: Actor; task: KillTask; kill: number; after: boolean }
/** What it prints, if it lives to: every statement that it sent. */
export type KillReport = { statements: string[]; error: string | null }

/** The test program: waits for an order on a line, does it, and is killed amid it when that is ordered. */
const statements: string[] = []

function count(order: KillOrder): void {
  const { prototype } = pg.Client
  // The statement may come as a text or as a query object; the rest is passed on as it is.
  const send = prototype.query as (...given: unknown[]) => unknown
  const counting = function counting(this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given
    statements.push(typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text))
    const dies = statements.length === order.kill
    if (dies && !order.after) process.kill(process.pid, 'SIGKILL')
    const sent = send.apply(this, given)
    if (dies) process.kill(process.pid, 'SIGKILL')
    return sent
  }
  Object.assign(prototype, { query: counting })
}

async function run({ task, actor, now }: KillOrder): Promise<unknown> {
  const at = new Date(now)
  const ctx = testCtx(at)
  switch (task.do) {
    case 'open': return openCase(ctx, actor, task.input)
    case 'freeze': return freezeCase(ctx, actor, task.id, task.reason)
    case 'cancel': return cancelCase(ctx, actor, task.id, task.reason)
    case 'sign': return signCase(ctx, actor, task.id, task.reason)
    case 'revoke': return revokeCase(ctx, actor, task.id, task.input)
    case 'attest': return attestLine(ctx, actor, task.id, task.line, task.input)
    case 'look': return lookAtCase(ctx, actor, task.id)
    case 'tend': return lookAtCases(() => testCtx(at))
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as KillOrder
  Object.assign(processState(), { databaseUrl: order.url, rootSecret: order.secret })
  count(order)
  const error = await run(order).then(() => null, (thrown: unknown) => String(thrown))
  process.stdout.write(`${JSON.stringify({ statements, error } satisfies KillReport)}\n`)
  process.exit(0)
}
