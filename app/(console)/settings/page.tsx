import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Settings' }

/** Leads to the first of the settings that are the actor's business. */
export default async function SettingsPage(): Promise<never> {
  const actor = await requireActor()
  redirect(may(actor, 'token.manage') ? paths.tokens() : may(actor, 'registry.read') ? paths.approvals() : paths.standIns())
}
