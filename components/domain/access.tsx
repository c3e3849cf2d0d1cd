import { Badge, type BadgeTone } from '@/components/ui/badge'

/** An access class, and where it comes from: a person's choice, or only the tool's own claim. */
export function AccessText({ access, basis }: { access: string | null; basis?: string }) {
  if (access === null) return <span className="mute">–</span>
  return <span className="cls">{access}{basis === undefined ? null : <small>{basis}</small>}</span>
}

const SENSITIVITY: Record<string, BadgeTone> = { restricted: 'warn' }

export function SensitivityBadge({ sensitivity }: { sensitivity: string }) {
  return <Badge tone={SENSITIVITY[sensitivity] ?? 'plain'}>{sensitivity}</Badge>
}

const MODE_TITLE: Record<string, string> = {
  off: 'Decisions are not asked for.',
  observe: 'A decision is recorded, not enforced.',
  enforce: 'What no grant covers is denied.',
}

export function ModeText({ mode }: { mode: string }) {
  return <span title={MODE_TITLE[mode]}>{mode}</span>
}
