import { db } from '@/lib/db/client'
import { env } from '@/lib/env'
import { paths } from '@/lib/paths'
import { providerMetadata } from './discovery'

/**
 * Where a browser goes to end the provider's session too (OpenID Connect RP-Initiated Logout 1.0); null when this session did not come
 * from the provider, or it describes no such place or does not answer: our own session has ended either way.
 */
export async function providerSignOutUrl(sessionId: string): Promise<string | null> {
  const settings = env().signOn
  const session = settings === null ? null : await db().session.findUnique({ where: { id: sessionId }, select: { issuer: true, idToken: true } })
  if (settings === null || session === null || session.issuer !== settings.issuer) return null
  const metadata = await providerMetadata(settings).catch(() => null)
  if (metadata?.end_session_endpoint === undefined) return null
  const url = new URL(metadata.end_session_endpoint)
  if (session.idToken !== null) url.searchParams.set('id_token_hint', session.idToken)
  url.searchParams.set('client_id', settings.clientId)
  url.searchParams.set('post_logout_redirect_uri', `${env().publicUrl}${paths.signIn()}`)
  url.searchParams.set('state', 'signed-out')
  return url.href
}
