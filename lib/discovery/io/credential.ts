import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { DiscoveryConfig, DiscoveryCredential, SecretSource } from '@/lib/discovery/config'
import { guardedFetch, type BoundHeader, type Guard } from './guarded-fetch'
import type { Run } from './run'

/** The value of a secret, read now and hidden in every message of the run. Fails the run when it is not there. */
export async function readSecret(run: Run, source: SecretSource, called: string): Promise<string> {
  const value = 'env' in source ? process.env[source.env] : await readFile(source.file, 'utf8').catch(() => undefined)
  const trimmed = value?.replace(/\r?\n$/, '')
  if (trimmed === undefined || trimmed === '') {
    throw run.fail('not_allowed', `The ${called} cannot be read: ${'env' in source ? `the environment variable ${source.env}` : `the file ${source.file}`} is not there or empty.`)
  }
  run.keepSecret(trimmed)
  return trimmed
}

/**
 * The header that the named credential sends, and where to. Fails the run when the operator did not list the credential, or not for
 * the endpoint's origin: a credential is never tried elsewhere.
 */
export async function credentialHeader(guard: Guard, config: DiscoveryConfig, name: string, endpoint: URL): Promise<BoundHeader> {
  const { run } = guard
  const entry = Object.hasOwn(config.credentials, name) ? config.credentials[name] : undefined
  if (entry === undefined) throw run.fail('not_allowed', `The operator's configuration has no credential ${run.quote(name)}.`)
  if (!entry.origins.includes(endpoint.origin)) throw run.fail('not_allowed', `The credential ${name} is not listed for ${endpoint.origin}, so it was not sent.`)
  const { header, scheme, value } = 'oauth' in entry ? { header: 'Authorization', scheme: 'Bearer', value: await clientCredentials(guard, entry, name) } : { ...entry, value: await readSecret(run, entry.valueFrom, `credential ${name}`) }
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw run.fail('not_allowed', `The credential ${name} holds characters that a header cannot.`)
  return { origins: entry.origins, name: header, value: scheme === '' ? value : `${scheme} ${value}` }
}

const answer = z.object({ access_token: z.string().min(1).max(16_384), token_type: z.string() })

/** RFC 6749 section 4.4 with RFC 8707's resource: one token for this run, from the endpoint that the operator named. */
async function clientCredentials(guard: Guard, { oauth }: Extract<DiscoveryCredential, { oauth: unknown }>, name: string): Promise<string> {
  const { run } = guard
  const secret = await readSecret(run, oauth.clientSecretFrom, `client secret of the credential ${name}`)
  const basic = Buffer.from(`${encodeURIComponent(oauth.clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  run.keepSecret(basic)
  const asked = new URLSearchParams({ grant_type: 'client_credentials', ...(oauth.scope === undefined ? {} : { scope: oauth.scope }), ...(oauth.resource === undefined ? {} : { resource: oauth.resource }) })
  const origin = new URL(oauth.tokenUrl).origin
  const { fetch, close } = guardedFetch({ run, networks: guard.networks, resolve: guard.resolve, header: { origins: [origin], name: 'Authorization', value: `Basic ${basic}` } })
  try {
    const response = await fetch(oauth.tokenUrl, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: asked.toString(), signal: AbortSignal.timeout(run.bounds.requestMs) })
    const parsed = response.ok ? answer.safeParse(await response.json()) : null
    if (parsed?.success !== true || parsed.data.token_type.toLowerCase() !== 'bearer') throw run.fail('unauthorized', `${origin} gave no token for the credential ${name} (it answered ${response.status}).`)
    run.keepSecret(parsed.data.access_token)
    return parsed.data.access_token
  } catch (error) {
    if (run.failure() === null && (error as Error).name !== 'TimeoutError') throw run.fail('unauthorized', `No token could be had from ${origin} for the credential ${name}.`)
    throw error
  } finally {
    await close()
  }
}
