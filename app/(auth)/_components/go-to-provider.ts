/**
 * Sends the browser to the single sign-on's provider, and afterwards to `then`. A script does it, because a posted form may not be
 * redirected to another site (Content-Security-Policy, form-action). Throws when the server does not answer.
 */
export async function goToProvider(then: string): Promise<void> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await fetch('/api/auth/signin/sso', { method: 'POST', body: new URLSearchParams({ csrfToken, callbackUrl: then, json: 'true' }) })
  const { url } = (await answer.json()) as { url?: string }
  if (url === undefined) throw new Error('The server gave no address.')
  window.location.assign(url)
}
