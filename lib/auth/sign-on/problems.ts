import type { SignOnRefusal } from '@/lib/people/sign-on'

/** Why a single sign-on did not work. Only the code travels in the address, so that nobody can write on the sign-in page by a link. */
export type SignOnProblem = SignOnRefusal | 'frozen' | 'unreachable' | 'cancelled' | 'rejected' | 'client' | 'stale' | 'claims' | 'off' | 'passwords_off' | 'inside'

/** What happened and what to do. */
export const SIGN_ON_PROBLEMS: Record<SignOnProblem, string> = {
  no_email: 'The provider did not say your e-mail address, so nobody could be found for you. Ask your administrator to let it send the email claim.',
  email_unverified: 'The provider has not verified your e-mail address. Verify it there, then try again.',
  other_domain: 'People with addresses of this domain may not sign in here. Use your work account, or ask an administrator.',
  left: 'Your account here is not active any more. An administrator can activate it under People.',
  frozen: 'Your account here is frozen: it is being offboarded. Ask a security reviewer if this is a mistake.',
  other_identity: 'Your e-mail address belongs to somebody who signs in with another identity of this provider. An administrator can change that under People.',
  unreachable: 'The provider does not answer, or does not answer as an OpenID provider does. Try again in a few minutes, or tell an administrator.',
  cancelled: 'The provider did not let you in, or you stopped there. Try again.',
  rejected: 'What the provider sent back could not be verified, so nobody was signed in. Try again; if it stays like this, tell an administrator.',
  client: 'The provider does not accept this console’s client id or secret. An administrator must check BAILIWICK_OIDC_CLIENT_ID and BAILIWICK_OIDC_CLIENT_SECRET.',
  stale: 'This sign-in was started too long ago, in another browser, or used already. Start it again here.',
  claims: 'The provider’s answer lacks who you are (issuer or subject). Tell an administrator.',
  off: 'Single sign-on is not set up here.',
  passwords_off: 'Passwords are switched off here. Use single sign-on.',
  inside: 'Signing in failed inside. Try again; the log says why.',
}

export function isSignOnProblem(code: unknown): code is SignOnProblem {
  return typeof code === 'string' && Object.hasOwn(SIGN_ON_PROBLEMS, code)
}

/** Sorts an error of the protocol library, by its code and message, into one of our sentences. */
export function problemOfProtocol(error: { name: string; message: string; code?: string | undefined; error?: string | undefined }): SignOnProblem {
  const text = `${error.error ?? ''} ${error.message}`
  if (/invalid_client|unauthorized_client/.test(text)) return 'client'
  if (/access_denied|login_required|interaction_required|consent_required|end-user aborted/i.test(text)) return 'cancelled'
  if (/(state|pkce|nonce|code_verifier).*(missing|parsed|mismatch)|checks\.|invalid_grant/i.test(text)) return 'stale'
  if (/ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|timed out|EHOSTUNREACH|CERT|expected 200 OK|socket hang up/i.test(`${error.code ?? ''} ${text}`)) return 'unreachable'
  return 'rejected'
}
