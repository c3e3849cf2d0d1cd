'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

const DELAY_MS = 400

/** More about a control that can be focused; never the only place where something is said. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Radix.Provider delayDuration={DELAY_MS}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal><Radix.Content className="tip" sideOffset={4} collisionPadding={8}>{text}</Radix.Content></Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
