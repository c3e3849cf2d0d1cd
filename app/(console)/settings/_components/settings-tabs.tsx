'use client'

import { usePathname } from 'next/navigation'
import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'

export function SettingsTabs({ signOn }: { /** Shown to whoever may manage settings. */ signOn: boolean }) {
  const path = usePathname()
  return (
    <Tabs
      label="Settings"
      items={[
        { label: 'API tokens', href: paths.tokens(), current: path === paths.tokens() },
        ...(signOn ? [{ label: 'Single sign-on', href: paths.signOn(), current: path === paths.signOn() }] : []),
        { label: 'Your sessions', href: paths.sessions(), current: path === paths.sessions() },
        { label: 'Your password', href: paths.password(), current: path === paths.password() },
      ]}
    />
  )
}
