import { AttestButton } from '@/app/(console)/lifecycle/_components/attest-button'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import type { BoardRow } from '@/lib/views/lifecycle-rows'

/** More would be a list of its own: the board has it. */
const SHOWN = 5

/** What the reader is asked to vouch for, with the one press that does. */
export function ToAttest({ rows, allHref, now }: { rows: readonly BoardRow[]; allHref: string; now: string }) {
  if (rows.length === 0) return null
  return (
    <Section title="Still yours?" note="Attesting says that you answer for it; nothing else changes" end={rows.length > SHOWN ? <TextLink href={allHref}>All {rows.length}</TextLink> : undefined}>
      <ul className="waits">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <div><h3><TextLink href={row.path}>{row.name}</TextLink></h3><p className="soft">{row.kind === 'agent' ? 'You sponsor it' : 'You own it or back it up'}; due <Ago iso={row.next?.kind === 'attestation' ? row.next.dueAt : row.stateSince} now={now} />. If it is not yours any more, hand it over on its page.</p></div>
            <div className="acts"><AttestButton kind={row.kind} subject={row.id} name={row.name} /></div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
