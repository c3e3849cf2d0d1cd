import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { testCtx } from './clock'

/** A person as an actor, without a row behind it. */
export function anActor(roles: readonly Role[], more: Partial<Actor> = {}): Actor {
  const personId = more.personId === undefined ? 'per_test' : more.personId
  return {
    kind: 'person', id: personId ?? 'per_test', name: 'A tester', personId, roles, scopes: null, bootstrap: false, ownServerIds: [], ownAgentIds: [],
    behind: personId === null ? [] : [personId], ...more,
  }
}

/** A person's row, and the person as an actor. */
export async function aPerson(email: string, roles: readonly Role[] = ['member']): Promise<Actor> {
  const ctx = testCtx()
  const id = ctx.id('person')
  await db().person.create({ data: { id, email, name: email, roles: [...roles], createdAt: ctx.now, updatedAt: ctx.now } })
  return anActor(roles, { personId: id, id })
}
