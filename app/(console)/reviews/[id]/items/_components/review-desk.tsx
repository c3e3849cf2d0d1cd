'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { paths } from '@/lib/paths'
import type { ItemRow } from '@/lib/reviews/model'
import type { ItemScreen } from '@/lib/views/review-item'
import { DeskBulk } from './desk-bulk'
import { DeskProvider, type DeskTools } from './desk-context'
import { entriesOf, type Group } from './entries'
import { ItemDrawer } from './item-drawer'
import { ItemList, type ListHandle } from './item-list'
import { KeysLine } from './keys-line'
import { ListHead } from './list-head'
import { useDeskKeys } from './use-desk-keys'
import { type Reach, useDeskMade } from './use-desk-tools'
import { useItemScreen } from './use-item-screen'
import { useOpenItem } from './use-open-item'
import { useRows } from './use-rows'
import type { BulkScope } from './desk-bulk'
import type { Kind } from './words'

export type ReviewDeskProps = {
  campaignId: string; kind: Kind; running: boolean; now: string
  groups: Group[]; headed: boolean; rows: ItemRow[]; opened: ItemScreen | null
  query: Record<string, string>
  /** What this view is, in words: "9 need a look". */
  heading: string; note: string
  bulk: BulkScope | null
  /** Title, progress, tabs and filter, which show what is answered here at once. */
  head: ReactNode
  empty: ReactNode
}

/** The deciding screen: the rows, their keys, the drawer and the bulk bar around one store. */
export function ReviewDesk(props: ReviewDeskProps) {
  const { campaignId, kind, running, now, groups, headed, query } = props
  const router = useRouter()
  const [only, setOnly] = useState<{ ids: string[]; what: string } | null>(null)
  useEffect(() => setOnly(null), [groups])
  const entries = useMemo(() => entriesOf(only === null ? groups : [{ label: '', ids: only.ids }], headed && only === null), [groups, headed, only])
  const ids = useMemo(() => entries.flatMap((entry) => ('head' in entry ? [] : [entry.id])), [entries])
  const reach = useRef<Reach>({ ids, show: () => {}, reveal: () => {}, saved: () => {} })
  const { store, moves } = useDeskMade(props.rows, ids[0] ?? null, reach)
  const open = useOpenItem(store)
  const items = paths.reviewItems(campaignId)
  const loader = useRows(store, `${items}/rows`, ids)
  const drawer = useItemScreen(`${items}/detail`, open.item, props.opened)
  const list = useRef<ListHandle>(null)
  const inDrawer = useRef(false)
  const [help, setHelp] = useState(false)
  useEffect(() => {
    reach.current = {
      ids,
      show: open.show,
      saved: (id) => drawer.again(id),
      reveal: (id) => {
        if (open.item !== null && open.item !== id) open.follow(id)
        if (open.item !== null && inDrawer.current) document.querySelector<HTMLElement>('.drawer .db')?.focus({ preventScroll: true })
        else list.current?.reveal(id)
      },
    }
    if (open.item !== null) moves.markOpened(open.item)
  })
  // When it closes the focus goes to the row that was open last; the drawer gives it back to the one that was open first.
  const wasOpen = useRef<string | null>(null)
  useEffect(() => {
    const last = wasOpen.current
    if (last !== null && open.item === null) {
      if (reach.current.ids.includes(last)) requestAnimationFrame(() => moves.go(last))
      inDrawer.current = false
    }
    wasOpen.current = open.item
  }, [open.item, moves])
  const keys = useDeskKeys({ store, moves, kind, help: () => setHelp(!help), close: () => (open.item === null ? setHelp(false) : open.close()), isOpen: () => open.item !== null || help })
  // The field that had the focus is gone with its form; the keys go on from the open item.
  const narrowed = (): void => {
    if (inDrawer.current) document.querySelector<HTMLElement>('.drawer .db')?.focus({ preventScroll: true })
    open.stopNarrowing()
  }
  const onRange = useCallback((from: number, to: number) => loader.want(from - 10, to + 30), [loader])
  const tools = useMemo((): DeskTools => ({ store, moves, kind, now, running, hrefOf: (id) => paths.reviewItems(campaignId, { ...query, item: id }) }), [store, moves, kind, now, running, campaignId, query])
  const place = open.item === null ? -1 : ids.indexOf(open.item)
  const neighbour = (step: number): string | null => { const id = place < 0 ? undefined : ids[place + step]; return id === undefined ? null : tools.hrefOf(id) }
  const go = (href: string): void => {
    const id = new URL(href, window.location.href).searchParams.get('item')
    if (id === null) open.close()
    else {
      moves.focus(id)
      open.follow(id)
    }
  }
  return (
    <DeskProvider value={tools}>
      <div
        role="presentation" className="contents"
        onKeyDown={(event) => {
          const { focus } = store.desk()
          const back = focus !== null && ids.includes(focus) ? focus : ids[0]
          if (event.key !== 'Escape' || event.defaultPrevented || back === undefined || !(event.target instanceof HTMLInputElement)) return
          // From the filter, where "/" led, back to the rows.
          event.preventDefault()
          moves.go(back)
        }}
      >
        {props.head}
      </div>
      <ListHead heading={only === null ? props.heading : `${only.ids.length.toLocaleString('en-US')} ${only.what}`} note={only === null ? props.note : ''} onAll={only === null ? null : () => setOnly(null)} keys={ids.length === 0 ? null : { shown: help, toggle: () => setHelp(!help) }} failed={loader.failed} onRetry={loader.retry} />
      {/* Keys bubble up from the rows, which are what has the focus. */}
      <div role="presentation" onKeyDown={keys} onFocus={() => { inDrawer.current = false; moves.look(false) }} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) moves.look(event.relatedTarget !== null && event.relatedTarget.closest('.drawer') === null) }}>
        {ids.length === 0 ? props.empty : <ItemList label={`Review items, ${props.heading}`} entries={entries} handle={list} onRange={onRange} />}
      </div>
      {ids.length === 0 ? null : <KeysLine kind={kind} all={help} onAll={setHelp} />}
      {props.bulk === null || !running ? null : (
        <DeskBulk
          campaignId={campaignId} kind={kind} scope={props.bulk} ids={ids} onShow={(shown, what) => setOnly({ ids: shown, what })}
          onDone={() => void loader.refresh().then(() => router.refresh())}
        />
      )}
      {open.item === null || drawer.open === null ? null : (
        <div role="presentation" onKeyDown={keys} onFocus={() => { inDrawer.current = true }}>
          <ItemDrawer
            open={drawer.open} closeHref={paths.reviewItems(campaignId, query)} go={go} narrowing={open.narrowing} onNarrowed={narrowed} onRetry={() => drawer.again(drawer.open?.id ?? '')}
            position={place < 0 ? undefined : { text: `${(place + 1).toLocaleString('en-US')} of ${ids.length.toLocaleString('en-US')}`, previousHref: neighbour(-1), nextHref: neighbour(1) }}
          />
        </div>
      )}
    </DeskProvider>
  )
}
