'use client'

import { useTransition } from 'react'
import { Menu } from '@/components/ui/menu'
import { rememberChoice } from '@/components/ui/remember'
import { useDeviceZone, useZoneChoice } from '@/components/ui/time-zone'
import { paths } from '@/lib/paths'

export type UserMenuProps = {
  user: { name: string; note?: string }
  singleKeys: boolean
  onSingleKeys: (on: boolean) => void
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
}

/** The person's own things. Time zone is repeated here, since the bar has no room for it on a narrow screen. */
export function UserMenu({ user, singleKeys, onSingleKeys, signOut, signOutEverywhere }: UserMenuProps) {
  const [, start] = useTransition()
  const { choice, setChoice } = useZoneChoice()
  const device = useDeviceZone()
  const toggleKeys = () => {
    rememberChoice('keys', singleKeys ? 'off' : 'on')
    onSingleKeys(!singleKeys)
  }
  return (
    <Menu
      label={<span className="cut max-w-40">{user.name}</span>} buttonKind="quiet" buttonLabel={`${user.name}, your account`}
      items={[
        ...(user.note === undefined ? [] : [{ kind: 'label' as const, label: user.note }]),
        { label: 'Who stands in for you', href: paths.standIns() },
        { label: 'Your sessions', href: paths.sessions() },
        { label: 'Your password', href: paths.password() },
        { label: 'Single-key shortcuts', checked: singleKeys, onSelect: toggleKeys },
        { label: device === null ? 'Local time' : `Local time, ${device}`, checked: choice === 'local', onSelect: () => setChoice(choice === 'local' ? 'utc' : 'local') },
        { kind: 'rule' },
        { label: 'Sign out', onSelect: () => start(signOut) },
        { label: 'Sign out everywhere', onSelect: () => start(signOutEverywhere) },
      ]}
    />
  )
}
