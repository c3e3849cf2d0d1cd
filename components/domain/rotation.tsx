import type { GlyphName } from '@/components/ui/glyph'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { RotationState, SecretView } from '@/lib/registry/secret-rotation'
import { Mark, type MarkTone } from './verdict'

const LOOK: Record<RotationState, { glyph: GlyphName; tone: MarkTone; word: string; title: string }> = {
  overdue: { glyph: 'medium', tone: 'warn', word: 'overdue', title: 'Its period is over.' },
  due_soon: { glyph: 'wait', tone: 'plain', word: 'due soon', title: 'Its period ends within 14 days.' },
  in_time: { glyph: 'ok', tone: 'plain', word: 'in time', title: 'Rotated within its period.' },
  no_period: { glyph: 'none', tone: 'plain', word: 'no period', title: 'Nobody said how often it is to be rotated.' },
  ended: { glyph: 'none', tone: 'plain', word: 'not in service', title: 'Its server is not in service, so nothing is due.' },
}

/** How a secret stands to its period: shape and word. */
export function RotationMark({ state }: { state: RotationState }) {
  const { glyph, tone, word, title } = LOOK[state]
  return <span title={title}><Mark glyph={glyph} tone={tone}>{word}</Mark></span>
}

/** When it is due, in words; nothing where no day can be said. */
export function RotationDue({ secret, now }: { secret: Pick<SecretView, 'dueAt' | 'state'>; now: string }) {
  if (secret.dueAt === null) return null
  return <>due <Ago iso={secret.dueAt} now={now} /></>
}

/** Who said last that it was rotated, and by which reference; leads to the record. */
export function RotationSource({ secret, linked = true }: { secret: SecretView; linked?: boolean }) {
  const { lastRotation } = secret
  const words = secret.lastRotatedAt === null ? 'as far as is known' : lastRotation === null ? 'stated, without a reference' : `${lastRotation.reference}, ${lastRotation.via === 'webhook' ? `vault ${lastRotation.by.name}` : lastRotation.by.name}`
  return linked ? <TextLink href={paths.secrets({ server: secret.server.slug, secret: secret.id })}>{words}</TextLink> : <span className="wrap-anywhere">{words}</span>
}
