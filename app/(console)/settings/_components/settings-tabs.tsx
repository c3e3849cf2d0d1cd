'use client'

import { usePathname } from 'next/navigation'
import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'

type Props = { /** Whoever may see the registry may know who must agree. */ approvals: boolean; /** Shown to whoever may manage settings. */ signOn: boolean; notifications: boolean }

export function SettingsTabs({ approvals, signOn, notifications }: Props) {
  const path = usePathname()
  return (
    <Tabs
      label="Settings"
      items={[
        { label: 'API tokens', href: paths.tokens(), current: path === paths.tokens() },
        ...(signOn ? [{ label: 'Single sign-on', href: paths.signOn(), current: path === paths.signOn() }] : []),
        ...(signOn ? [{ label: 'Provisioning', href: paths.provisioning(), current: path === paths.provisioning() }] : []),
        ...(notifications ? [{ label: 'Notifications', href: paths.notifications(), current: path === paths.notifications() }] : []),
        ...(notifications ? [{ label: 'Signals', href: paths.signals(), current: path === paths.signals() }] : []),
        ...(approvals ? [{ label: 'Approvals', href: paths.approvals(), current: path === paths.approvals() }] : []),
        { label: 'Stand-ins', href: paths.standIns(), current: path === paths.standIns() },
        { label: 'Your sessions', href: paths.sessions(), current: path === paths.sessions() },
        { label: 'Your password', href: paths.password(), current: path === paths.password() },
      ]}
    />
  )
}
