'use client'

import { formatSpan, formatTime, type TimeFormat } from './format-time'
import { useDeviceZone, useZoneChoice } from './time-zone'

export type TimeProps = {
  /** RFC 3339. Null is drawn as `absent`. */
  iso: string | null
  format?: TimeFormat
  /** The present moment, for `short`. */
  now?: string
  /** Adds "UTC" or the zone; leave it out where the column head says so. */
  zoned?: boolean
  absent?: string
}

/**
 * The one way to write an instant. The server writes UTC; the device's own zone is shown after hydration when the person
 * chose Local; the other one is in the title, and `datetime` always carries the exact instant.
 */
export function Time({ iso, format = 'minute', now, zoned = false, absent = 'never' }: TimeProps) {
  const { choice } = useZoneChoice()
  const device = useDeviceZone()
  if (iso === null) return <span className="mute">{absent}</span>
  const local = choice === 'local' && device !== null
  const zone = local ? device : 'UTC'
  const text = formatTime(iso, zone, format, now)
  if (text === null) return <span>{iso}</span>
  const full = format === 'millisecond' ? 'millisecond' : 'second'
  const utc = `${formatTime(iso, 'UTC', full)} UTC`
  const title = device === null || device === 'UTC' ? utc : local ? `${utc}\n${formatTime(iso, device, full)} ${device}` : `${formatTime(iso, device, full)} ${device}\n${utc}`
  return <time dateTime={iso} title={title}>{text}{zoned ? ` ${local ? device : 'UTC'}` : ''}</time>
}

/** How long ago, or in how long, in its largest unit; the instant is in the title. */
export function Ago({ iso, now, absent = 'never' }: { iso: string | null; now: string; absent?: string }) {
  const { choice } = useZoneChoice()
  const device = useDeviceZone()
  if (iso === null) return <span className="mute">{absent}</span>
  const distance = new Date(iso).getTime() - new Date(now).getTime()
  if (Number.isNaN(distance)) return <span>{iso}</span>
  const zone = choice === 'local' && device !== null ? device : 'UTC'
  return <time dateTime={iso} title={`${formatTime(iso, zone, 'second')} ${zone}`}>{distance > 0 ? `in ${formatSpan(distance)}` : `${formatSpan(distance)} ago`}</time>
}

/** "UTC", or the device's zone: for the head of a column of times. */
export function ZoneName() {
  const { choice } = useZoneChoice()
  const device = useDeviceZone()
  return <>{choice === 'local' && device !== null ? device : 'UTC'}</>
}
