import type { ReactNode } from 'react'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { SettingsTabs } from './_components/settings-tabs'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor()
  return (
    <>
      <SettingsTabs approvals={may(actor, 'registry.read')} signOn={may(actor, 'settings.manage')} notifications={may(actor, 'notify.read')} />
      {children}
    </>
  )
}
