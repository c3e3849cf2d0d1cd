import { AttestButton } from '@/app/(console)/lifecycle/_components/attest-button'
import { HandOverForm } from '@/app/(console)/lifecycle/_components/hand-over-form'
import { TransferLines } from '@/app/(console)/lifecycle/_components/transfer-lines'
import { Mark } from '@/components/domain/verdict'
import { KeyValues } from '@/components/ui/key-values'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { PART_WORDS } from '@/lib/lifecycle/transfer'
import { paths } from '@/lib/paths'
import type { OwnershipScreen } from '@/lib/views/lifecycle-ownership'

/** Who answers for it since when, when they last said so, what is asked of them, and how it goes over to somebody else. */
export function OwnershipPart({ ownership, now }: { ownership: OwnershipScreen; now: string }) {
  const { kind, id, name, holders, attested, dueAt, overdue, transfers, duties, mayAttest, mayAsk, isTheirs, isReviewer, suggested } = ownership
  return (
    <Section title="Ownership" end={<TextLink href={paths.lifecycle({ q: name })}>On the board</TextLink>}>
      <div className="grid gap-3">
        <KeyValues items={[
          ...holders.map((holder) => ({
            key: capital(PART_WORDS[holder.part]), value: <span key={holder.part}>{holder.active ? <span title={holder.email}>{holder.name}</span> : <Mark glyph="warn" tone="warn">{holder.name}, has left</Mark>}{holder.since === null ? null : <span className="soft nw"> since <Time iso={holder.since} format="day" /></span>}</span>,
          })),
          { key: 'Attested', value: <Attested attested={attested} dueAt={dueAt} overdue={overdue} now={now} /> },
          ...(duties.length === 0 ? [] : [{ key: 'To do', value: <Duties duties={duties} kind={kind} /> }]),
        ]} />
        {transfers.length === 0 ? null : <TransferLines label="Transfers that wait" transfers={transfers} now={now} named={false} />}
        {mayAttest || mayAsk ? (
          <div className="acts items-start">
            {mayAttest ? <AttestButton kind={kind} subject={id} name={name} /> : null}
            {mayAsk ? <HandOverForm kind={kind} subject={id} name={name} isTheirs={isTheirs} isReviewer={isReviewer} suggested={suggested} /> : null}
          </div>
        ) : null}
      </div>
    </Section>
  )
}

function Attested({ attested, dueAt, overdue, now }: Pick<OwnershipScreen, 'attested' | 'dueAt' | 'overdue'> & { now: string }) {
  const due = dueAt === null ? null : overdue ? <Mark glyph="warn" tone="warn"><span>due <Ago iso={dueAt} now={now} /></span></Mark> : <span className="soft nw">due {attested === null ? '' : 'again '}<Time iso={dueAt} format="day" /></span>
  return <span>{attested === null ? <span className="mute">never</span> : <><Time iso={attested.at} format="day" /> by {attested.by}</>}{due === null ? null : <>; {due}</>}</span>
}

const FOLLOWS: Record<string, string> = { notify: 'security is told', quarantine: 'it is quarantined', offboard: 'its offboarding begins' }

function Duties({ duties, kind }: Pick<OwnershipScreen, 'duties' | 'kind'>) {
  const follows = (action: string): string => (action === 'quarantine' && kind === 'agent' ? 'it is made inactive' : FOLLOWS[action] ?? action)
  return <ul>{duties.map((duty) => <li key={duty.id}>{duty.text}. <span className="soft">{duty.actedAt === null ? <>By <Time iso={duty.dueAt} format="day" />, then {follows(duty.action)}.{duty.actedAs === null ? '' : ` ${duty.actedAs}`}</> : <><Time iso={duty.actedAt} format="day" />: {duty.actedAs}</>}</span></li>)}</ul>
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
