import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { bindNames, relabelName, releaseNames } from '@/lib/names/commands'
import type { NameOrigin } from '@/lib/names/model'
import { namesNow } from './load'

type Wanted = {
  name?: string | undefined
  aliases?: readonly string[] | undefined
  /** Of a client: null = it has none any more. */
  clientId?: string | null | undefined
}

/**
 * Makes an agent's or client's bindings follow a change and answers the names that are new. A name that only changes its part
 * (an alias becomes the name) stays bound without a gap.
 */
export async function changeNames(tx: Tx, ctx: Ctx, kind: 'agent' | 'client', holderId: string, wanted: Wanted): Promise<string[]> {
  const bound = await namesNow(tx, kind, holderId)
  const of = (origin: NameOrigin): string[] => bound.filter((name) => name.origin === origin).map((name) => name.name)
  const parts: { origin: NameOrigin; names: readonly string[] }[] = [
    { origin: 'identity', names: wanted.clientId === undefined ? of('identity') : wanted.clientId === null ? [] : [wanted.clientId] },
    { origin: 'name', names: wanted.name === undefined ? of('name') : [wanted.name] },
    { origin: 'alias', names: wanted.aliases ?? of('alias') },
  ]
  const target = new Map<string, NameOrigin>()
  for (const part of parts) for (const name of part.names) if (!target.has(name)) target.set(name, part.origin)
  const released = bound.filter((name) => !target.has(name.name))
  if (released.length > 0) await releaseNames(tx, ctx, kind, holderId, { names: released.map((name) => name.name) })
  const added: string[] = []
  for (const [name, origin] of target) {
    const held = bound.find((one) => one.name === name)
    if (held === undefined) {
      await bindNames(tx, ctx, kind, holderId, [{ name, origin }])
      added.push(name)
    } else if (held.origin !== origin) {
      await relabelName(tx, held.id, origin)
    }
  }
  return added
}
