import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError, hasCode, invalid } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import { SOURCE_NAME, type SourceSettings } from '@/lib/activity/source'

const PREFIX = 'ingest:'
const ANY = '*'

/**
 * The source that a delivery speaks for: the one the token is bound to, or, for the start token, the one that the header
 * `Bailiwick-Source` names, which is made when missing.
 */
export async function chooseSource(actor: Actor, ctx: Ctx, header: string | null): Promise<SourceSettings> {
  const bound = (actor.scopes ?? []).filter((scope) => scope.startsWith(PREFIX)).map((scope) => scope.slice(PREFIX.length))
  const named = header?.trim() ?? ''
  if (named !== '' && !SOURCE_NAME.test(named)) throw invalid('Bailiwick-Source', 'The header must be the name of a source. Nothing was stored.')
  const name = named === '' ? onlyOne(bound) : named
  if (!bound.includes(name) && !bound.includes(ANY)) throw new AppError('forbidden', 'This token may not speak for that source. Nothing was stored.')
  const found = await findSourceByName(name)
  if (found !== null) return found
  if (!bound.includes(ANY)) throw new AppError('not_found', 'The source of this token no longer exists. Nothing was stored.')
  return makeSource(actor, ctx, name)
}

function onlyOne(bound: readonly string[]): string {
  const names = bound.filter((name) => name !== ANY)
  const [name] = names
  if (name !== undefined && names.length === 1) return name
  if (bound.length === 0) throw new AppError('forbidden', 'This token may not ingest. Nothing was stored.')
  throw invalid('Bailiwick-Source', 'Say which source speaks, in the header Bailiwick-Source. Nothing was stored.')
}

async function makeSource(actor: Actor, ctx: Ctx, name: string): Promise<SourceSettings> {
  const id = ctx.id('source')
  try {
    await transaction(async (tx) => {
      await tx.source.create({ data: { id, name, format: 'native', vantage: 'gateway', covers: [], createdAt: ctx.now } })
      await record(tx, ctx, { actor, action: 'source.created', object: { kind: 'source', id, name }, detail: { by: 'first delivery' } })
    })
  } catch (error) {
    // Another delivery made it at the same moment.
    if (!isTaken(error)) throw error
  }
  const made = await findSourceByName(name)
  if (made === null) throw new AppError('unavailable', 'The source could not be made. Nothing was stored; send it again.')
  return made
}

function isTaken(error: unknown): boolean {
  return hasCode(error, 'already_exists') || (typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002')
}
