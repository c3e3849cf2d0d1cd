'use client'

import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { TimeZoneProvider, type ZoneChoice } from '@/components/ui/time-zone'
import { ToastProvider } from '@/components/ui/toast'

/** What every screen stands in: the clock, the address as state, the toasts. */
export function Providers({ zone, children }: { zone: ZoneChoice; children: ReactNode }) {
  return <NuqsAdapter><TimeZoneProvider initial={zone}><ToastProvider>{children}</ToastProvider></TimeZoneProvider></NuqsAdapter>
}
