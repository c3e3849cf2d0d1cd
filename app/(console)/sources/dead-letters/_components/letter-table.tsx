'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { discardLettersAction, retryLettersAction } from '@/app/(console)/sources/actions'
import { DataTable } from '@/components/table/data-table'
import { Button } from '@/components/ui/button'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { useToast } from '@/components/ui/toast'
import type { DeadLetterView } from '@/lib/activity/queries/dead-letters'
import { LETTER_COLUMNS } from './letter-columns'

type Chosen = { ids?: string[]; source?: string; code?: string }

const records = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'record' : 'records'}`

/** Refused records with what can be done: to the selected ones, else to all open ones of the filter (`open` of them). */
export function LetterTable({ letters, filter, open, empty }: { letters: readonly DeadLetterView[]; filter: { source?: string; code?: string }; open: number; empty: ReactNode }) {
  const router = useRouter()
  const toast = useToast()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const done = (text: string, ok: boolean) => {
    toast(text, ok ? 'ok' : 'error')
    if (ok) setSelected(new Set())
    router.refresh()
  }
  const retry = async (chosen: Chosen) => {
    setBusy(true)
    const answer = await retryLettersAction(chosen)
    setBusy(false)
    if (!answer.ok) return done(answer.problem.detail, false)
    const { examined, accepted, duplicates, rejected, remaining } = answer.value
    done(`Tried ${records(examined)}: ${accepted} accepted, ${duplicates} duplicates, ${rejected} still refused${remaining === 0 ? '' : `; ${remaining} wait for the next try`}.`, true)
  }
  const discard = async (chosen: Chosen) => {
    const answer = await discardLettersAction(chosen)
    done(answer.ok ? `${records(answer.value.discarded)} discarded.` : answer.problem.detail, answer.ok)
  }
  const openHere = letters.filter((letter) => letter.status === 'open').map((letter) => letter.id)
  const picked = openHere.filter((id) => selected.has(id))
  const whole: Chosen = { ...(filter.source === undefined ? {} : { source: filter.source }), ...(filter.code === undefined ? {} : { code: filter.code }) }
  // Without a filter only what can be read on this page is discarded, never everything there is.
  const narrowed = filter.source !== undefined || filter.code !== undefined
  const toDiscard = picked.length > 0 ? { ids: picked } : narrowed ? whole : { ids: openHere }
  const discarded = picked.length > 0 ? picked.length : narrowed ? open : openHere.length
  return (
    <>
      {open === 0 || openHere.length === 0 ? null : (
        <div className="acts pb-3">
          <Button pending={busy} onClick={() => void retry(picked.length > 0 ? { ids: picked } : whole)}>{picked.length > 0 ? `Try the ${picked.length} selected again` : `Try ${open === 1 ? 'the open one' : `all ${open.toLocaleString('en-GB')} open`} again`}</Button>
          <ConfirmForm
            key={String(picked.length > 0)} label={picked.length > 0 ? `Discard the ${picked.length} selected…` : narrowed ? `Discard all ${open.toLocaleString('en-GB')} open…` : `Discard the ${openHere.length} shown…`} confirmLabel={`Discard ${records(discarded)}`}
            consequence={`${records(discarded)} will never become ${discarded === 1 ? 'an event; it stays' : 'events; they stay'} on record as discarded. Silence in that time is believed again.`}
            action={() => discard(toDiscard)}
          />
        </div>
      )}
      <DataTable
        label="Dead letters" rows={letters} columns={LETTER_COLUMNS} rowId={(letter) => letter.id} lines="two" sorting="client"
        selection={openHere.length === 0 ? undefined : { selected, onChange: setSelected }} empty={empty}
      />
    </>
  )
}
