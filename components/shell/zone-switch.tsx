'use client'

import { useDeviceZone, useZoneChoice, type ZoneChoice } from '@/components/ui/time-zone'

const CHOICES: readonly [ZoneChoice, string][] = [['utc', 'UTC'], ['local', 'Local']]

/** Which clock every time on the screen is read from; the other one is on hover. */
export function ZoneSwitch() {
  const { choice, setChoice } = useZoneChoice()
  const device = useDeviceZone()
  return (
    <div className="seg hide-s" role="group" aria-label="Time zone">
      {CHOICES.map(([value, label]) => (
        <button key={value} type="button" aria-pressed={value === choice} title={value === 'local' && device !== null ? device : undefined} onClick={() => setChoice(value)}>{label}</button>
      ))}
    </div>
  )
}
