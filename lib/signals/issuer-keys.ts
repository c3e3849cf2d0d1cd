import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { once } from '@/lib/db/process-state'
import type { SignalSource } from '@/lib/env-signals'
import { askGuarded, type CallOptions } from '@/lib/notify/call-webhook'

/** RFC 7517; keys that are none are passed over when one is looked for. */
const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })
const descriptionSchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })

const FRESH_MS = 10 * 60_000
/** A token with a key that is not known asks anew, but strangers cannot make us ask without end. */
const ANEW_MS = 30_000
const LARGEST = 256 * 1024

type Kept = { at: number; keys: JWTVerifyGetKey }

/** Keys that could not be read, with a sentence that says why; the sender may try again. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** The keys with which the issuer signs, at most ten minutes old; `anew` after a key that is not among them. No redirect is followed. */
export async function issuerKeys(source: SignalSource, now: Date, more: CallOptions & { anew?: boolean } = {}): Promise<JWTVerifyGetKey> {
  const kept = once('signalKeys', () => new Map<string, Kept>())
  const name = `${source.issuer} ${source.jwksUrl ?? ''}`
  const found = kept.get(name)
  const age = found === undefined ? Infinity : now.getTime() - found.at
  if (found !== undefined && age >= 0 && age < (more.anew === true ? ANEW_MS : FRESH_MS)) return found.keys
  try {
    const address = source.jwksUrl ?? await described(source, more)
    const { keys } = jwksSchema.parse(await read(address, source, more))
    const set = createLocalJWKSet({ keys })
    kept.set(name, { at: now.getTime(), keys: set })
    return set
  } catch (error) {
    // What was read once is better than nothing while the issuer does not answer.
    if (found !== undefined) return found.keys
    throw error instanceof z.ZodError ? new KeysUnavailable('The keys of the issuer are not in the form of RFC 7517.') : error
  }
}

async function described(source: SignalSource, options: CallOptions): Promise<string> {
  const description = descriptionSchema.parse(await read(`${source.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, source, options))
  if (description.issuer !== source.issuer) throw new KeysUnavailable(`The issuer names itself ${description.issuer}.`)
  return description.jwks_uri
}

async function read(url: string, source: SignalSource, options: CallOptions): Promise<unknown> {
  const answer = await askGuarded({ url, private: source.private, allows: 'BAILIWICK_SIGNALS_PRIVATE=true' }, { method: 'GET', headers: { accept: 'application/json' }, most: LARGEST }, options)
  if (answer.status !== 200) throw new KeysUnavailable(answer.status === null ? answer.why : `${new URL(url).host} answered ${answer.status} where the keys of the issuer are.`)
  try {
    return JSON.parse(answer.body)
  } catch {
    throw new KeysUnavailable(`${new URL(url).host} did not answer with JSON where the keys of the issuer are.`)
  }
}
