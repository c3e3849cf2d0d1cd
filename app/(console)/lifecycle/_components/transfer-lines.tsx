import { TransferAnswers } from '@/app/(console)/lifecycle/_components/transfer-answers'
import { Mark } from '@/components/domain/verdict'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time } from '@/components/ui/time'
import { PART_WORDS, type TransferState } from '@/lib/lifecycle/transfer'
import type { TransferView } from '@/lib/lifecycle/transfer-view'

const LOOK: Record<TransferState, readonly ['wait' | 'ok' | 'no' | 'none', 'plain' | 'ok']> = { waiting: ['wait', 'plain'], done: ['ok', 'ok'], declined: ['no', 'plain'], withdrawn: ['none', 'plain'], lapsed: ['none', 'plain'] }

/** Who is to take over what, why, whom it waits for, and what the reader can answer. */
export function TransferLines({ label, transfers, now, named = true }: { label: string; transfers: readonly TransferView[]; now: string; /** What it is about leads to its page; not where the page is its own. */ named?: boolean }) {
  return <ul className="waits" aria-label={label}>{transfers.map((transfer) => <li key={transfer.id}><Line transfer={transfer} now={now} named={named} /></li>)}</ul>
}

function Line({ transfer, now, named }: { transfer: TransferView; now: string; named: boolean }) {
  const { holder, part, from, to, state, reason, askedBy, askedAt, lapsesAt, sentence, closedAt, closeReason } = transfer
  const [glyph, tone] = LOOK[state]
  return (
    <div className="grid gap-2 col-span-full">
      <div>
        <h3>{to.name} as {PART_WORDS[part]}{named ? <> of <TextLink href={holder.path}>{holder.name}</TextLink></> : null}</h3>
        <p className="say">{state === 'waiting' ? null : <><Mark glyph={glyph} tone={tone}>{state}</Mark> </>}{transfer.mayAccept && !transfer.instead && !sentence.includes(' and ') ? 'It waits for you.' : sentence} {from === null ? 'Nobody has it now.' : state === 'waiting' ? `It is ${from.name}’s now.` : `It was ${from.name}’s.`}</p>
        <p className="soft">{askedBy.name} asked <Ago iso={askedAt} now={now} />: “{reason}”{closeReason === null ? '' : ` Answered: “${closeReason}”`} {closedAt === null ? <>Unanswered it lapses <Time iso={lapsesAt} format="day" />.</> : <>Closed <Time iso={closedAt} format="day" />.</>}</p>
      </div>
      <TransferAnswers transfer={transfer} />
    </div>
  )
}
