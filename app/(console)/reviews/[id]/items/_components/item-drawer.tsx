'use client'

import { ChangeReasons, DefinitionDiff } from '@/components/domain/definition-diff'
import { SeverityMark } from '@/components/domain/severity'
import { Drawer } from '@/components/shell/drawer'
import { Badge } from '@/components/ui/badge'
import { SkeletonRows } from '@/components/ui/empty'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import { Button } from '@/components/ui/button'
import type { ItemScreen } from '@/lib/views/review-item'
import { DrawerAnswers } from './drawer-answers'
import { DrawerCalls } from './drawer-calls'
import { useDeskTools, useEntry } from './desk-context'
import { GrantFacts, History, OwnedFacts, People } from './drawer-facts'
import { Caller } from './item-row'
import { NarrowEditor } from './narrow-editor'
import { RowEditor } from './row-editor'
import { SinceFrozen, WhatBreaks } from './drawer-breaks'
import { RECOMMENDED } from './words'
import type { OpenItem } from './use-item-screen'

type Props = {
  open: OpenItem; closeHref: string; position: { text: string; previousHref: string | null; nextHref: string | null } | undefined; go: (href: string) => void
  narrowing: boolean; onNarrowed: () => void; onRetry: () => void
}

/** Everything that a decision rests on, with the answers always in view. The list behind it stays where it is. */
export function ItemDrawer({ open, closeHref, position, go, narrowing, onNarrowed, onRetry }: Props) {
  const { screen } = open
  const entry = useEntry(open.id)
  const row = entry.row ?? screen?.item.row ?? null
  const title = row === null ? 'Item' : <><code>{row.title}</code>{row.server === null || row.subject === 'server' ? '' : ` on ${row.server}`}</>
  const { editing } = entry
  return (
    <Drawer
      kind="Item" id={open.id} closeHref={closeHref} position={position} go={go} title={title}
      topLine={row === null ? undefined : <><SeverityMark severity={row.risk} />{row.badges.map((badge) => <Badge key={badge.text} tone={badge.tone}>{badge.text}</Badge>)}</>}
      footer={row === null ? undefined : <DrawerAnswers row={row} />}
    >
      {row === null ? null : <p className="soft pb-2"><Caller row={row} /></p>}
      {screen === null && open.failed ? <Notice tone="error" title="The evidence could not be read" action={<Button onClick={onRetry}>Try again</Button>}>Your answers are not touched.</Notice> : null}
      {screen === null && !open.failed ? <SkeletonRows rows={9} /> : null}
      {row === null || editing === null || editing.kind === 'more' ? null : <section className="drawer-form"><RowEditor id={open.id} row={row} editing={editing} /></section>}
      {screen === null ? null : <Evidence key={open.id} screen={screen} narrowing={narrowing} onNarrowed={onNarrowed} />}
    </Drawer>
  )
}

function Evidence({ screen, narrowing, onNarrowed }: { screen: ItemScreen; narrowing: boolean; onNarrowed: () => void }) {
  const { kind } = useDeskTools()
  const { item, definition } = screen
  const { frozen } = item
  return (
    <>
      <p className="say"><b>{RECOMMENDED[frozen.recommendation.answer]}</b>{frozen.recommendation.answer === 'none' ? ': ' : ' is recommended: '}{frozen.recommendation.text}.</p>
      <p className="lab">Rule <code>{frozen.recommendation.rule}</code>, on the evidence of <Time iso={item.asOf} zoned />.</p>
      {narrowing && frozen.subject === 'grant' ? <NarrowEditor item={item} frozen={frozen} onClose={onNarrowed} /> : null}
      <SinceFrozen item={item} />
      {definition === null ? null : (
        <section>
          <h3>What changed in the definition <span className="mute">{definition.tool}, {definition.pair.from === null ? `v${definition.pair.to.number}` : `v${definition.pair.from.number} to v${definition.pair.to.number}`}</span></h3>
          <div className="grid gap-3">
            <DefinitionDiff label="What differs" before={definition.pair.from?.definition ?? null} after={definition.pair.to.definition} />
            {definition.pair.change === null ? null : <ChangeReasons change={definition.pair.change} />}
          </div>
        </section>
      )}
      {frozen.subject === 'grant' && screen.breaks !== null ? <WhatBreaks breaks={screen.breaks} frozen={frozen} calls={screen.calls} /> : null}
      {frozen.subject === 'grant' ? <DrawerCalls calls={screen.calls} frozen={frozen} now={screen.now} asOf={item.asOf} /> : null}
      {frozen.subject === 'grant' ? <GrantFacts frozen={frozen} /> : <OwnedFacts frozen={frozen} />}
      <People item={item} kind={kind} />
      <History item={item} entries={screen.history} />
    </>
  )
}
