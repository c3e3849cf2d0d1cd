import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { DemoBanner } from './_components/demo-banner'
import { searchPalette, signOut, signOutEverywhere } from './actions'
import { commandsOf, navigationOf } from './navigation'
import { Shell } from '@/components/shell/shell'
import { themeOf } from '@/components/shell/theme'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { isDemo } from '@/lib/demo/queries'
import { navigationCounts } from '@/lib/views/navigation'

/** The frame behind sign-in. It draws chrome for the actor and decides nothing; every page and action asks again. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor()
  const [jar, demo, counts] = await Promise.all([cookies(), isDemo(), navigationCounts(actor, new Date())])
  return (
    <Shell
      groups={navigationOf(actor, counts)} commands={commandsOf(actor)}
      user={{ name: actor.name, note: actor.roles.map((role) => role.replaceAll('_', ' ')).join(', ') || 'member' }}
      theme={themeOf(jar.get('theme')?.value)} keys={jar.get('keys')?.value !== 'off'}
      search={searchPalette} signOut={signOut} signOutEverywhere={signOutEverywhere}
      banner={demo ? <DemoBanner mayWipe={may(actor, 'settings.manage')} /> : undefined}
    >
      {children}
    </Shell>
  )
}
