'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { endSessions } from '@/lib/auth/commands/sessions'
import { providerSignOutUrl } from '@/lib/auth/sign-on/sign-out'
import { action } from '@/lib/boundary/action'
import { wipeDemo } from '@/lib/demo/commands'
import { paths } from '@/lib/paths'
import { type Found, searchEverything } from '@/lib/views/search'

const nothing = z.undefined()

const end = (which: 'this' | 'all') => action({ permission: null, schema: nothing }, async ({ actor, ctx }) => {
  await endSessions(actor, ctx, which === 'all' ? null : actor.sessionId)
  return providerSignOutUrl(actor.sessionId)
})
const endThis = end('this')
const endAll = end('all')

/** Ends this session at once. The cookie that is left names a session that has ended, and opens nothing. Who came by single sign-on is signed out there too. */
export async function signOut(): Promise<void> {
  const answer = await endThis(undefined)
  redirect((answer.ok ? answer.value : null) ?? paths.signIn())
}

/** Ends every session of this person, on every device. */
export async function signOutEverywhere(): Promise<void> {
  const answer = await endAll(undefined)
  redirect((answer.ok ? answer.value : null) ?? paths.signIn())
}

const search = action({ permission: null, schema: z.string().max(200) }, ({ actor, input }) => searchEverything(actor, input))

/** What the palette finds besides places; nothing when the session has ended. */
export async function searchPalette(query: string): Promise<Found[]> {
  const answer = await search(query)
  return answer.ok ? answer.value : []
}

/** Removes the example company; refused where there is none. */
export const wipeDemoAction = action({ permission: 'settings.manage', schema: nothing }, ({ actor, ctx }) => wipeDemo(actor, ctx))
