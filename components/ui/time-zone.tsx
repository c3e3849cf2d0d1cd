'use client'

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react'
import { rememberChoice } from './remember'

/** `utc`, or `local`: the zone of the person's own device. */
export type ZoneChoice = 'utc' | 'local'

type Zone = { choice: ZoneChoice; setChoice: (choice: ZoneChoice) => void }

const ZoneContext = createContext<Zone>({ choice: 'utc', setChoice: () => {} })

/** Holds the UTC/Local choice for every `<Time>` below it; the cookie `tz` keeps it. */
export function TimeZoneProvider({ initial, children }: { initial: ZoneChoice; children: ReactNode }) {
  const [choice, set] = useState<ZoneChoice>(initial)
  const setChoice = useCallback((next: ZoneChoice) => {
    rememberChoice('tz', next)
    set(next)
  }, [])
  const value = useMemo(() => ({ choice, setChoice }), [choice, setChoice])
  return <ZoneContext value={value}>{children}</ZoneContext>
}

export function useZoneChoice(): Zone {
  return useContext(ZoneContext)
}

const never = () => () => {}
const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const unknownZone = () => null

/** The device's IANA zone; null on the server and while hydrating, so that both draw the same. */
export function useDeviceZone(): string | null {
  return useSyncExternalStore(never, deviceZone, unknownZone)
}
