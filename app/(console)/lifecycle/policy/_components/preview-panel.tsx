'use client'

import { Mark } from '@/components/domain/verdict'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { PREVIEW_DAYS, type PolicyPreview, type PreviewLine } from '@/lib/lifecycle/preview'
import { paths } from '@/lib/paths'
import { ACTION_LABELS, RULE_ROWS } from './rule-words'

/** More would push the way on out of sight. */
const SHOWN = 12
const iso = (at: number): string => new Date(at).toISOString()

/** What the proposed policy would lead to: the difference in words first, then who would be due. */
export function PreviewPanel({ preview, now }: { preview: PolicyPreview; now: string }) {
  const different = preview.lines.filter((line) => line.change !== 'same')
  const same = preview.lines.length - different.length
  return (
    <div className="grid gap-3" aria-live="polite">
      <ul className="grid gap-1" aria-label="What the policy would lead to">{preview.sentences.map((sentence) => <li key={sentence} className="say">{sentence}</li>)}</ul>
      {different.length === 0 ? null : <Lines label="Due by the new policy and not now, or otherwise than now" lines={different.slice(0, SHOWN)} now={now} />}
      {different.length <= SHOWN ? null : <Disclosure summary={`${different.length - SHOWN} more`}><Lines label="More that is due by the new policy" lines={different.slice(SHOWN)} now={now} /></Disclosure>}
      {same === 0 ? null : <Disclosure summary={`${same} due as now`}><Lines label="Due as now" lines={preview.lines.filter((line) => line.change === 'same')} now={now} /></Disclosure>}
      <p className="sm mute">From today’s facts and what the calendar alone will bring within {preview.days} days, if nobody does anything. Dates that were told already stay. Nothing is written.</p>
    </div>
  )
}

function Lines({ label, lines, now }: { label: string; lines: readonly PreviewLine[]; now: string }) {
  return (
    <div className="scroll">
      <table className="t two flow" aria-label={label}>
        <thead><tr><th scope="col">Server or agent</th><th scope="col">Why</th><th scope="col">Since</th><th scope="col">Then</th></tr></thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.rule} ${line.id}`}>
              <td><TextLink href={line.kind === 'server' ? paths.server(line.name) : paths.agent(line.id)}>{line.name}</TextLink><span className="d2">{line.kind}</span></td>
              <td className="full"><b>{RULE_ROWS[line.rule].title}</b><span className="d2 whitespace-normal">{line.text}</span></td>
              <td data-l="since" className="nw"><Ago iso={iso(line.since)} now={now} /></td>
              <td data-l="then" className="nw">{line.action === 'notify' ? ACTION_LABELS.notify : <Mark glyph="warn" tone="warn">{ACTION_LABELS[line.action]}</Mark>}<span className="d2"><Time iso={iso(line.dueAt)} format="day" />{line.follows ? '' : line.dueAt > new Date(now).getTime() ? `, after the ${PREVIEW_DAYS} days` : ', done already'}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
