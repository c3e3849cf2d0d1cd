import { type Actor, SYSTEM } from '@/lib/auth/actor'
import { personActor } from '@/lib/auth/build-actor'
import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { ID_PREFIXES, type IdKind } from '@/lib/ids'
import { rng } from './prng'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes contexts at chosen times, whose ids are the same for the same moment of loading and sort by time, then by order of making. */
export type Steps = (atMs: number) => Ctx

export function stepsOf(loadedAt: number): Steps {
  const random = rng(`ids ${loadedAt}`)
  let made = 0
  const id = (kind: IdKind, now: number): string => {
    made += 1
    let value = (BigInt(now) << 80n) | (BigInt(made) << 48n) | (BigInt(random.below(0x1000000)) << 24n) | BigInt(random.below(0x1000000))
    let text = ''
    for (let i = 0; i < 26; i += 1) {
      text = ALPHABET.charAt(Number(value & 31n)) + text
      value >>= 5n
    }
    return `${ID_PREFIXES[kind]}_${text}`
  }
  return (atMs) => ({ now: new Date(atMs), id: (kind) => id(kind, atMs) })
}

/** The actor that a signed-in person would be, with what is theirs as of `ctx`. */
export async function actorOf(ctx: Ctx, email: string): Promise<Actor> {
  return personActor(await db().person.findUniqueOrThrow({ where: { email } }), ctx.now)
}

/** What a source's own token would be: it may deliver for that source and nothing else. */
export function voiceOf(source: string): Actor {
  return { ...SYSTEM, kind: 'token', id: `tok_${source}`, name: source, scopes: [`ingest:${source}`] }
}
