'use client'

import { clsx } from 'clsx'
import { useRouter } from 'next/navigation'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button, type ButtonKind } from './button'
import { Glyph } from './glyph'

export type MenuItem =
  | { kind?: 'item'; label: ReactNode; href?: string; onSelect?: () => void; danger?: boolean; disabled?: boolean; hint?: ReactNode; checked?: boolean }
  | { kind: 'label'; label: ReactNode }
  | { kind: 'rule' }

/**
 * A button with a list of things to do or choose. Not modal: a modal menu locks the page's scroll with an injected style
 * element, which the content security policy refuses. Drawn in place, so that it stays inside its landmark.
 */
export function Menu({ label, items, buttonKind = 'default', buttonLabel, className }: {
  label: ReactNode; items: readonly MenuItem[]; buttonKind?: ButtonKind
  /** The accessible name where it must say more than `label`; it has to contain it. */
  buttonLabel?: string
  className?: string
}) {
  const router = useRouter()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild><Button kind={buttonKind} className={className} aria-label={buttonLabel}>{label}</Button></DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
        {items.map((item, index) => {
          // The list is given whole each time; an item has no identity but its place.
          if (item.kind === 'rule') return <DropdownMenu.Separator key={index} className="rule" />
          if (item.kind === 'label') return <DropdownMenu.Label key={index} className="label">{item.label}</DropdownMenu.Label>
          const select = () => {
            item.onSelect?.()
            if (item.href !== undefined) router.push(item.href)
          }
          if (item.checked !== undefined) {
            return (
              <DropdownMenu.CheckboxItem key={index} className="item" checked={item.checked} disabled={item.disabled} onSelect={select}>
                <span className="mark">{item.checked ? <Glyph name="ok" /> : null}</span>{item.label}{item.hint}
              </DropdownMenu.CheckboxItem>
            )
          }
          return <DropdownMenu.Item key={index} className={clsx('item', item.danger === true && 'danger')} disabled={item.disabled} onSelect={select}>{item.label}{item.hint}</DropdownMenu.Item>
        })}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
