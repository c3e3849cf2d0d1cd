import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import { auth } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newCtx } from '@/lib/ids'
import { inputError, type Problem, problemOf } from './problem'
import { assertText } from './text'

/** What a server action answers: a value, or a problem that the screen shows in place while it keeps what was typed. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/**
 * A server action: parse → actor → permission → call → map error, with the same vocabulary as the machine door.
 * `permission: null` leaves the question to the command.
 */
export function action<S extends z.ZodType, T>(options: { permission: Permission | null; schema: S }, run: (call: { actor: Actor & { sessionId: string }; ctx: Ctx; input: z.output<S> }) => Promise<T>) {
  return async (input: z.input<S>): Promise<ActionResult<T>> => {
    try {
      const actor = await auth()
      if (actor === null) throw new AppError('unauthenticated', 'Your session has ended. Sign in again; what you typed is still here.')
      if (options.permission !== null) require(actor, options.permission)
      assertText(input)
      const parsed = options.schema.safeParse(input)
      if (!parsed.success) throw inputError(parsed.error)
      return { ok: true, value: await run({ actor, ctx: newCtx(), input: parsed.data }) }
    } catch (error) {
      unstable_rethrow(error)
      const { problem, surprise } = problemOf(error)
      if (surprise !== undefined) console.error('A server action failed', surprise)
      return { ok: false, problem }
    }
  }
}

/** The same for a route handler of Next: problem details, with a surprise masked and written to the log. */
export function problemResponse(error: unknown): Response {
  const { problem, surprise } = problemOf(error)
  if (surprise !== undefined) console.error('A request failed', surprise)
  return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } })
}
