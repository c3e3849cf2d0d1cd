import { Mark, OutcomeText, VerdictMark } from '@/components/domain/verdict'
import { type KeyValue, KeyValues } from '@/components/ui/key-values'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { Evidence } from '@/lib/activity/model'
import type { Tried, TriedEvent, TriedField } from '@/lib/activity/try-record'
import { paths } from '@/lib/paths'

const EVIDENCE = {
  gateway_observed: 'seen by a gateway', server_observed: 'seen by the server', agent_reported: 'the agent’s own word', inferred: 'inferred',
} as const satisfies Record<Evidence, string>

/** What one record becomes: an event with its verdict, nothing because it tells of no act, or a dead letter with its reason. */
export function TriedRecord({ tried, alone, source }: { tried: Tried; alone: boolean; source: string }) {
  const which = alone ? 'It' : `Record ${tried.index + 1}`
  if (tried.result === 'event') {
    return (
      <Section title={`${which} becomes an event`} note={tried.event.known ? `${source} has sent it before: it would count as a duplicate.` : undefined}>
        <KeyValues items={judged(tried.event)} />
        <h3 className="lab pt-4 pb-1">Field by field</h3>
        <KeyValues items={tried.event.fields.map((field) => fieldLine(field, tried.event.attributed))} />
      </Section>
    )
  }
  if (tried.result === 'no_act') {
    return <Section title={`${which} is passed over`}><p><Mark glyph="unknown" tone="unknown">no act</Mark></p><p className="soft pt-1">{tried.message} It is counted and nothing is missing, so nothing is concluded from it.</p></Section>
  }
  return (
    <Section title={`${which} is refused`}>
      <p><Mark glyph="no" tone="bad">{tried.code.replaceAll('_', ' ')}</Mark></p>
      <p className="pt-1">{tried.message}</p>
      <p className="soft pt-1">It becomes a dead letter, and the time it speaks of a gap in the evidence, until somebody tries it again or discards it.</p>
    </Section>
  )
}

function judged(event: TriedEvent): KeyValue[] {
  const grant = event.grantId ?? event.nearestGrantId
  const outcome = event.fields.find(({ name }) => name === 'outcome')?.value
  return [
    { key: 'Verdict now', value: <VerdictMark verdict={event.verdict} outcome={typeof outcome === 'string' ? outcome : undefined} /> },
    ...(grant === null ? [] : [{ key: event.grantId === null ? 'Nearest grant' : 'Covered by', value: <TextLink href={paths.grant(grant)}>{grant}</TextLink> }]),
    { key: 'Server', value: event.server === null ? <Mark glyph="unknown" tone="unknown">nobody registered this name</Mark> : <TextLink href={paths.server(event.server)}>{event.server}</TextLink> },
    { key: 'Counts as', value: event.access },
    { key: 'Evidence', value: EVIDENCE[event.evidence] },
    { key: 'Adapter', value: <code>{event.adapterVersion}</code> },
  ]
}

function fieldLine({ name, value, from }: TriedField, attributed: readonly string[]): KeyValue {
  const origin = attributed.includes(name) ? 'a constant of the source' : from === null ? null : from
  return {
    key: name,
    value: (
      <>
        {name === 'outcome' ? <OutcomeText outcome={String(value)} /> : <code className="wrap-anywhere">{typeof value === 'string' ? value : JSON.stringify(value)}</code>}
        {origin === null || origin === name ? null : <span className="mute sm block wrap-anywhere">{attributed.includes(name) ? origin : <>from <code>{origin}</code></>}</span>}
      </>
    ),
  }
}
