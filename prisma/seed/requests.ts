import { db } from '@/lib/db/client'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { withdrawRequest } from '@/lib/requests/commands/withdraw-request'
import { requestBodySchema, type RequestView } from '@/lib/requests/model'
import { getRequest } from '@/lib/requests/queries/list-requests'
import { ADMIN, at as mailbox } from './company'
import { spiffeOf } from './calls'
import { TOLD_REQUESTS, type ToldRequest } from './requests-told'
import { actorOf, type Steps } from './steps'

const HOUR = 3_600_000

/** Something that happens to a request at a time. */
type Happening = { at: number; run: (steps: Steps) => Promise<void> }

/** Everything that happens to the example's requests, in the order of time, up to the moment of loading. */
export function requestHappenings(loadedAt: number): Happening[] {
  return TOLD_REQUESTS.flatMap((told) => happeningsOf(told, loadedAt - told.ago * HOUR)).filter(({ at }) => at < loadedAt).toSorted((a, b) => a.at - b.at)
}

function happeningsOf(told: ToldRequest, submitted: number): Happening[] {
  let id = ''
  const answers = told.answers ?? []
  return [
    { at: submitted, run: async (steps) => { id = await submit(steps(submitted), told) } },
    ...answers.map((after, index): Happening => {
      const at = submitted + after * HOUR
      return { at, run: (steps) => answer(steps(at), id, told, { first: index === 0, last: index === answers.length - 1 }) }
    }),
    ...(told.withdrawn === undefined ? [] : [withdrawal(submitted + told.withdrawn.after * HOUR, () => id, told, told.withdrawn.reason)]),
  ]
}

type Moment = ReturnType<Steps>

async function submit(ctx: Moment, told: ToldRequest): Promise<string> {
  const body = requestBodySchema.parse({
    server: told.server, caller: { agent: spiffeOf(told.agent), client: told.client, human: told.human },
    targets: told.targets.map((line) => {
      const [name, access, ...scope] = line.split(' ')
      return { kind: 'tool', name, access, scope }
    }),
    purpose: told.purpose, durationDays: told.days, ...(told.breakGlass === true ? { breakGlass: true } : {}),
  })
  return (await submitRequest(ctx, await actorOf(ctx, mailbox(told.by)), body)).id
}

/** The next of those who hold the request answers. Whoever signs in to the example comes last, so that something is left to decide. */
async function answer(ctx: Moment, id: string, told: ToldRequest, which: { first: boolean; last: boolean }): Promise<void> {
  const seenBy = await actorOf(ctx, ADMIN)
  const email = holderOf(await getRequest(seenBy, id, ctx.now))
  if (email === null) throw new Error(`Nobody holds the example request for ${told.server} ${told.targets.join(', ')}.`)
  const deny = which.last && told.denied !== undefined
  const reason = deny ? told.denied : told.because
  await decideRequest(ctx, await actorOf(ctx, email), id, {
    answer: deny ? 'deny' : 'approve', ...(reason === undefined ? {} : { reason }), ...(which.first && told.narrowed !== undefined ? { narrowed: { ...told.narrowed, scope: told.narrowed.scope === undefined ? undefined : [...told.narrowed.scope] } } : {}),
  })
}

function holderOf(view: RequestView): string | null {
  const holders = view.steps.flatMap((step) => step.holders.map((holder) => holder.email))
  return holders.find((email) => email !== ADMIN) ?? holders[0] ?? null
}

function withdrawal(at: number, id: () => string, told: ToldRequest, reason: string): Happening {
  return { at, run: async (steps) => { await withdrawRequest(steps(at), await actorOf(steps(at), mailbox(told.by)), id(), reason) } }
}

/** The people of the example are nobody's: what they would have been told goes to no mailbox. */
export async function forgetMessages(): Promise<void> {
  await db().notification.deleteMany()
}
