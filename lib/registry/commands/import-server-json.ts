import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { AppError, hasCode, invalid } from '@/lib/errors'
import { newServerSchema } from '@/lib/registry/server-input'
import { readServerJson } from '@/lib/registry/server-json'
import type { ServerView } from '@/lib/registry/server-view'
import { registerServer } from './register-server'

export type ImportedServer = ServerView & { /** What to know before it is let in. */ warnings: string[] }

/**
 * Proposes a server from an MCP registry document. It counts as unregistered until it is let in, like any other proposal. The
 * owner is the one named, else the person behind the actor. A document whose name somebody already has is refused (`name_taken`).
 */
export async function importServerJson(actor: Actor, ctx: Ctx, body: Record<string, unknown>): Promise<ImportedServer> {
  require(actor, 'server.register')
  const { input, slugs, warnings, ownerEmail, document } = readServerJson(body)
  const wanted = { ...input, ownerEmail: ownerEmail ?? (await emailOf(actor)), slug: await freeSlug(slugs) }
  const checked = newServerSchema.safeParse(wanted)
  if (!checked.success) {
    const errors = checked.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }))
    throw new AppError('invalid_input', `The document makes no server that can be registered (${errors[0]?.path ?? ''}: ${errors[0]?.message ?? ''}). Nothing was registered.`, { errors })
  }
  try {
    return { ...(await registerServer(actor, ctx, checked.data, { source: 'registry', detail: { document, warnings } })), warnings }
  } catch (error) {
    // The only name that the caller gave is the document's.
    if (!hasCode(error, 'name_taken')) throw error
    throw new AppError('name_taken', `A server is already known as ${document.name}. Nothing was registered; open that one, or give the document another name.`, { errors: [{ path: 'name', message: 'is already taken' }] })
  }
}

async function emailOf(actor: Actor): Promise<string> {
  const person = actor.personId === null ? null : await db().person.findUnique({ where: { id: actor.personId }, select: { email: true } })
  if (person === null) throw invalid('ownerEmail', 'A server needs an owner; say who in ownerEmail. Nothing was registered.')
  return person.email
}

/** The first that was never used; when all were, registering the first one says so. */
async function freeSlug(slugs: readonly string[]): Promise<string> {
  const used = new Set((await db().server.findMany({ where: { slug: { in: [...slugs] } }, select: { slug: true } })).map((row) => row.slug))
  return slugs.find((slug) => !used.has(slug)) ?? slugs[0] ?? ''
}
