import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { env } from '@/lib/env'
import { invalid, isAppError } from '@/lib/errors'
import { newCtx } from '@/lib/ids'
import { setUpFirstAdmin } from './commands/first-access'
import { signInAfterSetUp, signInWithLink, signInWithPassword, type Visit } from './commands/sign-in'
import { paths } from '@/lib/paths'
import { emailSchema } from '@/lib/people/model'

/** Into the log: what failed inside or at the provider, never a token. */
export function logFailure(what: string, detail: unknown): void {
  console.error(what, detail)
}

type Headers = Record<string, string | string[] | undefined>

export function visitOf(headers: Headers | undefined): Visit {
  const one = (name: string): string | null => {
    const value = headers?.[name]
    return (Array.isArray(value) ? value[0] : value) ?? null
  }
  // Set by our own door in front of Next from the connection; what a client sends under this name is overwritten there.
  return { address: one('x-bailiwick-address') ?? 'unknown', userAgent: one('user-agent') }
}

/** next-auth shows an error's message as `?error=`; only our own sentences may get there. */
async function sessionOf(open: () => Promise<string>): Promise<{ id: string } | null> {
  try {
    return { id: await open() }
  } catch (error) {
    if (isAppError(error)) throw new Error(error.message)
    logFailure('Signing in failed', error)
    throw new Error('Signing in failed inside. Try again.')
  }
}

/** A path of ours, or what an earlier step made of one; everything else is the front page. */
function ownAddress(url: string, baseUrl: string): string {
  if (url.startsWith('/') && !url.startsWith('//') && !url.startsWith('/\\')) return `${baseUrl}${url}`
  const parsed = URL.parse(url)
  return parsed !== null && parsed.origin === new URL(baseUrl).origin ? parsed.href : baseUrl
}

/** What a request of the single sign-on adds: the provider, what happens when it has vouched for somebody, and who hears of failures. */
export type SignOnParts = {
  provider?: NextAuthOptions['providers'][number]
  signIn?: NonNullable<NonNullable<NextAuthOptions['callbacks']>['signIn']>
  logger?: NonNullable<NextAuthOptions['logger']>
}

/** The providers and callbacks of next-auth 4. Its cookie carries the id of a session row and nothing else; the row decides. */
export function nextAuthOptions(more: SignOnParts = {}): NextAuthOptions {
  return {
    secret: process.env['NEXTAUTH_SECRET'] ?? '',
    session: { strategy: 'jwt', maxAge: env().sessionAbsoluteHours * 3600 },
    pages: { signIn: paths.signIn(), error: paths.signIn() },
    ...(more.logger === undefined ? {} : { logger: more.logger }),
    providers: [
      ...(more.provider === undefined ? [] : [more.provider]),
      CredentialsProvider({
        id: 'password', name: 'Password', credentials: { email: {}, password: {} },
        authorize: (given, request) => sessionOf(() => signInWithPassword(newCtx(), { email: given?.email ?? '', password: given?.password ?? '' }, visitOf(request.headers))),
      }),
      CredentialsProvider({
        id: 'link', name: 'Link', credentials: { token: {} },
        authorize: (given, request) => sessionOf(() => signInWithLink(newCtx(), given?.token ?? '', visitOf(request.headers))),
      }),
      CredentialsProvider({
        id: 'setup', name: 'Set-up', credentials: { token: {}, email: {}, name: {}, password: {} },
        authorize: (given, request) => sessionOf(async () => {
          const email = emailSchema.safeParse(given?.email).data
          if (email === undefined) throw invalid('email', 'This is not an e-mail address. Nothing was changed.')
          const personId = await setUpFirstAdmin(newCtx(), given?.token ?? '', { email, name: given?.name?.trim() || email, password: given?.password ?? '' })
          return signInAfterSetUp(newCtx(), personId, visitOf(request.headers))
        }),
      }),
    ],
    callbacks: {
      ...(more.signIn === undefined ? {} : { signIn: more.signIn }),
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token['sid'] }),
      session: ({ session, token }) => ({ ...session, sid: token['sid'] }),
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
    },
  }
}
