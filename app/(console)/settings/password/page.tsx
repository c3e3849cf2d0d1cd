import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Section } from '@/components/ui/section'
import { hasPassword } from '@/lib/auth/queries'
import { requireActor } from '@/lib/auth/session'
import { PasswordForm } from './_components/password-form'

export const metadata: Metadata = { title: 'Your password' }

export default async function PasswordPage() {
  const actor = await requireActor()
  const has = await hasPassword(actor, actor.personId ?? '')
  return (
    <>
      <PageHead title="Your password">{has ? 'Changing it signs out every other browser.' : 'You have none yet: without one you need a new link each time you sign in.'}</PageHead>
      <Section title={has ? 'Change it' : 'Choose one'}><PasswordForm has={has} /></Section>
    </>
  )
}
