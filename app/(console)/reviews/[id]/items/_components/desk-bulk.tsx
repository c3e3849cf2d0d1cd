'use client'

import { useMemo } from 'react'
import type { ItemFilter } from '@/lib/reviews/model'
import { BulkBar } from './bulk-bar'
import { useDesk, useDeskTools } from './desk-context'
import type { Chosen } from './use-bulk'
import { counted, type Kind } from './words'

/** What one answer is offered for where nothing is picked: everything that this view holds, as the server finds it. */
export type BulkScope = { filter: ItemFilter; what: string }

export function DeskBulk({ campaignId, kind, scope, ids, onShow, onDone }: { campaignId: string; kind: Kind; scope: BulkScope; /** Everything that is listed, loaded or not. */ ids: readonly string[]; onShow: (ids: string[], what: string) => void; onDone: () => void }) {
  const { picked } = useDesk()
  const { store } = useDeskTools()
  const chosen = useMemo((): Chosen => (picked.size === 0 ? { filter: scope.filter } : { ids: [...picked] }), [picked, scope.filter])
  return (
    <BulkBar
      campaignId={campaignId} kind={kind} chosen={chosen} what={picked.size === 0 ? scope.what : `${counted(picked.size, 'item')} selected`}
      onClear={picked.size === 0 ? null : () => store.setPicked(new Set())} selectAll={picked.size === 0 || picked.size >= ids.length ? null : { count: ids.length, go: () => store.setPicked(new Set(ids)) }} onShow={onShow}
      onDone={() => {
        store.setPicked(new Set())
        onDone()
      }}
    />
  )
}
