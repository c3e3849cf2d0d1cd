import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type KeyValue = { key: string; value: ReactNode }

/** Facts as a list of terms. A value of null is shown as "none", which is an answer. */
export function KeyValues({ items, broad = false }: { items: readonly KeyValue[]; broad?: boolean }) {
  return (
    <dl className={clsx('kv', broad && 'broad')}>
      {items.map((item) => (
        <div key={item.key} className="contents"><dt>{item.key}</dt><dd>{item.value ?? <span className="mute">none</span>}</dd></div>
      ))}
    </dl>
  )
}

/** Up to four answers side by side at the head of a detail page. */
export function Facts({ items }: { items: readonly KeyValue[] }) {
  return <dl className="facts">{items.map((item) => <div key={item.key}><dt>{item.key}</dt><dd>{item.value}</dd></div>)}</dl>
}
