'use client'

import { useState } from 'react'
import { Menu } from '@/components/ui/menu'
import { rememberChoice } from '@/components/ui/remember'
import type { ThemeChoice } from './theme'

export type { ThemeChoice }

const CHOICES: readonly [ThemeChoice, string][] = [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']]

/** System, light or dark; applied at once and kept in a cookie, so that the server draws the next page with it. */
export function ThemeMenu({ initial }: { initial: ThemeChoice }) {
  const [theme, setTheme] = useState(initial)
  const choose = (next: ThemeChoice) => {
    rememberChoice('theme', next)
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = next
  }
  return <Menu label="Theme" buttonKind="quiet" items={CHOICES.map(([value, label]) => ({ label, checked: value === theme, onSelect: () => choose(value) }))} />
}
