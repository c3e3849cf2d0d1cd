import { AsyncLocalStorage } from 'node:async_hooks'
import NextAuth from 'next-auth'
import { finishTrial } from '@/lib/auth/commands/sign-on-trial'
import { problemOfError, signInWithProvider, type Vouched } from '@/lib/auth/commands/sign-on'
import { newCtx } from '@/lib/ids'
import { logFailure, nextAuthOptions, type SignOnParts, visitOf } from '@/lib/auth/next-auth'
import { auth } from '@/lib/auth/session'
import { env } from '@/lib/env'
import type { SignOnSettings } from '@/lib/env-sign-on'
import { isAppError } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { providerMetadata } from './discovery'
import { isSignOnProblem, problemOfProtocol, SIGN_ON_PROBLEMS, type SignOnProblem } from './problems'
import { oauthProvider } from './provider'
import { trialOfPath } from './trial'

type Context = { params: Promise<{ nextauth: string[] }> }
type Failure = { problem: SignOnProblem; detail: string }

// The library has one logger for the process; which request it speaks of is known by the thread of calls alone.
const heard = new AsyncLocalStorage<{ failure: Failure | null }>()

const logger: NonNullable<SignOnParts['logger']> = {
  error: (code, metadata) => {
    const given = metadata instanceof Error ? metadata : metadata.error
    const error = given instanceof Error ? given : new Error(code)
    const store = heard.getStore()
    if (store !== undefined) store.failure ??= { problem: problemOfProtocol(error), detail: error.message }
    else logFailure(`Signing in failed: ${code}`, error.message)
  },
  warn: () => undefined,
  debug: () => undefined,
}

/**
 * One step of the single sign-on: off to the provider (POST), or back from it (GET). Every failure ends on the sign-in page, or on the
 * test page that began it, with a sentence of ours.
 */
export async function signOnStep(request: Request, context: Context): Promise<Response> {
  const settings = env().signOn
  if (settings === null) return go(request, paths.signIn({ problem: 'off' }))
  const trial = request.method === 'GET' ? trialOfPath(returnPath(request)) : null
  return heard.run({ failure: null }, async () => {
    const failed = (failure: Failure): Promise<Response> => fail(request, trial, failure)
    let provider: ReturnType<typeof oauthProvider>
    try {
      provider = oauthProvider(settings, await providerMetadata(settings))
    } catch (error) {
      return failed({ problem: 'unreachable', detail: isAppError(error) ? error.message : 'unknown' })
    }
    const signIn = trial === null ? opening(request, settings) : trying(trial, settings)
    const answer = (await NextAuth(nextAuthOptions({ provider, signIn, logger }))(request, context)) as Response
    const problem = problemIn(await locationOf(answer))
    if (problem === null) return answer
    return failed(isSignOnProblem(problem) ? { problem, detail: SIGN_ON_PROBLEMS[problem] } : heard.getStore()?.failure ?? { problem: 'stale', detail: SIGN_ON_PROBLEMS.stale })
  })
}

type SignIn = NonNullable<SignOnParts['signIn']>

function vouched({ account, profile }: Parameters<SignIn>[0]): Vouched {
  return { claims: { ...(profile as Record<string, unknown> | undefined) }, idToken: account?.id_token ?? null }
}

/** Opens our session, whose id is all that the cookie will carry. */
function opening(request: Request, settings: SignOnSettings): SignIn {
  return async (given) => {
    try {
      given.user.id = await signInWithProvider(newCtx(), settings, vouched(given), visitOf(Object.fromEntries(request.headers)))
      return true
    } catch (error) {
      const problem = problemOfError(error)
      if (problem === 'inside') logFailure('Single sign-on failed', error)
      throw new Error(problem)
    }
  }
}

/** Notes what came back and returns before the library makes any cookie of it. */
function trying(trial: string, settings: SignOnSettings): SignIn {
  return async (given) => {
    await finishTrial(await auth(), newCtx(), trial, { settings, vouched: vouched(given) }).catch((error: unknown) => {
      throw new Error(problemOfError(error))
    })
    return paths.signOn({ trial })
  }
}

/** Where the library wants to send the browser; it answers scripts with JSON instead of a redirect. */
async function locationOf(answer: Response): Promise<string | null> {
  const header = answer.headers.get('location')
  if (header !== null || !answer.headers.get('content-type')?.startsWith('application/json')) return header
  const body = (await answer.clone().json().catch(() => null)) as { url?: unknown } | null
  return typeof body?.url === 'string' ? body.url : null
}

/** The library's own error pages; what they would say is in `error`. */
function problemIn(location: string | null): string | null {
  const url = location === null ? null : URL.parse(location, env().publicUrl)
  if (url === null || url.origin !== new URL(env().publicUrl).origin || !/^\/api\/auth\/(error|signin)(\/|$)/.test(url.pathname)) return null
  return url.searchParams.get('error') ?? 'unknown'
}

async function fail(request: Request, trial: string | null, failure: Failure): Promise<Response> {
  logFailure(`Single sign-on failed (${failure.problem})`, failure.detail)
  if (trial === null) return go(request, paths.signIn({ problem: failure.problem }))
  const sentence = failure.detail === SIGN_ON_PROBLEMS[failure.problem] ? failure.detail : `${SIGN_ON_PROBLEMS[failure.problem]} In detail: ${failure.detail}`
  // A trial that is over or another's stays as it is.
  await auth().then((actor) => finishTrial(actor, newCtx(), trial, { error: sentence })).catch(() => undefined)
  return go(request, paths.signOn({ trial }))
}

function go(request: Request, path: string): Response {
  const url = `${env().publicUrl}${path}`
  return request.method === 'POST' ? Response.json({ url }) : new Response(null, { status: 302, headers: { location: url } })
}

/** The path that the library's cookie keeps for afterwards. */
function returnPath(request: Request): string | null {
  const cookie = /(?:^|;\s*)(?:__Secure-)?next-auth\.callback-url=([^;]*)/.exec(request.headers.get('cookie') ?? '')?.[1]
  if (cookie === undefined) return null
  try {
    const url = URL.parse(decodeURIComponent(cookie))
    return url === null || url.origin !== new URL(env().publicUrl).origin ? null : `${url.pathname}${url.search}`
  } catch {
    return null
  }
}
