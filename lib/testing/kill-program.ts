import { createInterface } from 'node:readline'
import { type Actor, SYSTEM } from '@/lib/auth/actor'
import { processState } from '@/lib/db/process-state'
import { lookAtCase, lookAtCases } from '@/lib/offboarding/commands/look'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { attestLine } from '@/lib/offboarding/commands/attest-line'
import { cancelCase } from '@/lib/offboarding/commands/cancel-case'
import { signCase } from '@/lib/offboarding/commands/close-case'
import { freezeCase } from '@/lib/offboarding/commands/freeze-case'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import type { AttestLineInput, OpenCaseInput, RevokeCaseInput } from '@/lib/offboarding/model'
import { testCtx } from './clock'
import { tellStatements } from './kill-count'

/** One command, as the test program is told it. Times as RFC 3339. */
export type KillTask =
  | { do: 'open'; input: OpenCaseInput }
  | { do: 'freeze' | 'cancel' | 'sign'; id: string; reason: string }
  | { do: 'revoke'; id: string; input: RevokeCaseInput }
  | { do: 'attest'; id: string; line: string; input: AttestLineInput }
  | { do: 'look'; id: string }
  | { do: 'tend' }
/** `kill`: before which statement the process ends itself, counted from 1; 0 = never. `after`: once that one is on its way instead. */
export type KillOrder = { now: string; actor: Actor; task: KillTask; kill: number; after: boolean }
/** What it prints, if it lives to. */
export type KillReport = { statements: number; error: string | null }

/** The command itself, as both the test and its test program run it. */
export async function doTask({ task, actor, now }: Pick<KillOrder, 'task' | 'actor' | 'now'>): Promise<unknown> {
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

/** The test program: gets warm, waits for an order on a line, does it, and is killed amid it when that is ordered. */
async function obey(order: KillOrder): Promise<void> {
  await warm
  let statements = 0
  const die = (when: boolean): void => {
    if (when && statements === order.kill) process.kill(process.pid, 'SIGKILL')
  }
  tellStatements(() => {
    statements += 1
    die(!order.after)
  }, () => die(order.after))
  const error = await doTask(order).then(() => null, (thrown: unknown) => String(thrown))
  process.stdout.write(`${JSON.stringify({ statements, error } satisfies KillReport)}\n`, () => process.exit(0))
}

/** The first transaction of a process takes longer than all that follow: it is over when the order comes. */
async function getWarm(): Promise<void> {
  processState().rootSecret = 'the secret of tests, long enough for anything'
  await freezeCase(testCtx(), SYSTEM, 'off_none', 'Nothing is there').catch(() => null)
}

const isProgram = process.argv[1]?.includes('kill-program') === true
const warm = isProgram ? getWarm() : null
if (isProgram) {
  const orders = createInterface({ input: process.stdin })
  // Whoever started it is gone: nobody will give an order any more.
  const orphaned = (): void => process.exit(1)
  orders.once('close', orphaned).once('line', (line) => {
    orders.off('close', orphaned)
    void obey(JSON.parse(line) as KillOrder)
  })
}
