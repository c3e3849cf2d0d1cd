'use client'

import { useState, useSyncExternalStore } from 'react'
import { Kbd } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Switch } from '@/components/ui/choice'
import { rememberChoice, singleKeysOn } from '@/components/ui/remember'
import { keyHelp, keyHints } from './key-commands'
import type { Kind } from './words'

const never = () => () => {}

/** The keys under the rows, and the switch that turns them off (WCAG 2.1.4); all of them on request. */
export function KeysLine({ kind, all, onAll }: { kind: Kind; all: boolean; onAll: (shown: boolean) => void }) {
  const remembered = useSyncExternalStore(never, singleKeysOn, () => true)
  const [chosen, setChosen] = useState<boolean | null>(null)
  const on = chosen ?? remembered
  return (
    <div className="keys-line">
      <div className="hints">
        {on ? keyHints(kind).map((hint) => <span key={hint.does}>{hint.keys.map((key) => <Kbd key={key}>{key}</Kbd>)} {hint.does}</span>) : null}
        <Button kind="link" aria-expanded={all} onClick={() => onAll(!all)}><Kbd>?</Kbd> all keys</Button>
      </div>
      <Switch
        label="Single-key shortcuts" checked={on}
        onChange={(event) => {
          rememberChoice('keys', event.target.checked ? 'on' : 'off')
          setChosen(event.target.checked)
        }}
      />
      {all ? (
        <div className="all-keys" role="region" aria-label="All keys">
          <h3>All keys</h3>
          <dl className="kv">{keyHelp(kind).map((one) => <div key={one.does} className="contents"><dt>{one.keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</dt><dd>{one.does}</dd></div>)}</dl>
          <p className="lab">They work while the focus is in the rows or in the open item, and never while you type.{on ? '' : ' Single letters and digits are switched off; the arrows, Enter and Esc work all the same.'}</p>
        </div>
      ) : null}
    </div>
  )
}
