'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useDesk } from './desk-context'

/** What is listed, and how saving stands. */
export function ListHead({ heading, note, onAll, failed, onRetry }: { heading: string; note: string; /** Back from a part of the list. */ onAll: (() => void) | null; failed: boolean; onRetry: () => void }) {
  const { saving, failed: lost } = useDesk()
  return (
    <>
      <div className="grp">
        <h2>{heading}</h2>
        {note === '' ? null : <p>{note}</p>}
        {onAll === null ? null : <Button kind="link" onClick={onAll}>Back to the list</Button>}
        <span className="r lab" role="status">{lost > 0 ? <span className="text-critical">{lost.toLocaleString('en-US')} not saved</span> : saving > 0 ? 'saving…' : 'all saved'}</span>
      </div>
      {failed ? <div className="py-2"><Notice tone="error" title="Some rows could not be read" action={<Button onClick={onRetry}>Read them again</Button>}>What you answered is saved.</Notice></div> : null}
    </>
  )
}
