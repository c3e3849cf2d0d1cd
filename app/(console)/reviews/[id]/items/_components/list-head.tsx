'use client'

import { Kbd } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useDesk } from './desk-context'

/** What is listed, and how saving stands. */
export function ListHead({ heading, note, onAll, keys, failed, onRetry }: { heading: string; note: string; /** Back from a part of the list. */ onAll: (() => void) | null; /** All keys are told from here too: what stands under the rows is far from the first. */ keys: { shown: boolean; toggle: () => void } | null; failed: boolean; onRetry: () => void }) {
  const { saving, failed: lost } = useDesk()
  return (
    <>
      <div className="grp">
        <h2>{heading}</h2>
        {note === '' ? null : <p>{note}</p>}
        {onAll === null ? null : <Button kind="link" onClick={onAll}>Back to the list</Button>}
        {keys === null ? null : <span className="r hide-s"><Button kind="link" aria-expanded={keys.shown} onClick={keys.toggle}><Kbd>?</Kbd> keys</Button></span>}
        <span className="r lab" role="status">{lost > 0 ? <span className="text-critical">{lost.toLocaleString('en-US')} not saved</span> : saving > 0 ? 'saving…' : 'all saved'}</span>
      </div>
      {failed ? <div className="py-2"><Notice tone="error" title="Some rows could not be read" action={<Button onClick={onRetry}>Read them again</Button>}>What you answered is saved.</Notice></div> : null}
    </>
  )
}
