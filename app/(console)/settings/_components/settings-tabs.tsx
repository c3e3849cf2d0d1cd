'use client'

import { usePathname } from 'next/navigation'
import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'

export function SettingsTabs() {
  const path = usePathname()
  return (
    <Tabs
      label="Settings"
      items={[
        { label: 'API tokens', href: paths.tokens(), current: path === paths.tokens() },
        { label: 'Your sessions', href: paths.sessions(), current: path === paths.sessions() },
        { label: 'Your password', href: paths.password(), current: path === paths.password() },
      ]}
    />
  )
}
