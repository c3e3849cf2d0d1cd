'use client'

import { clsx } from 'clsx'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button'
import { Kbd } from './badge'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** `sheet` comes from the right edge and fills a narrow screen. */
  shape?: 'dialog' | 'broad' | 'sheet'
  footer?: ReactNode
  children: ReactNode
}

const SHAPE = { dialog: 'dialog', broad: 'dialog broad', sheet: 'sheet' } as const

/**
 * The platform's modal dialog: focus stays inside, Esc closes, focus returns to what opened it, and nothing is injected
 * that the content security policy would have to allow. Not for decisions; those are made in place.
 */
export function Dialog({ open, onClose, title, shape = 'dialog', footer, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const dialog = box.current
    if (dialog === null) return
    if (open && !dialog.open) dialog.showModal()
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    <dialog
      ref={box} className={clsx(SHAPE[shape])} aria-labelledby={heading} onClose={onClose}
      onClick={(event) => {
        if (event.target === box.current) onClose()
      }}
    >
      {open ? (
        <>
          <div className="dlg-head">
            <h2 id={heading}>{title}</h2>
            <Button kind="quiet" onClick={onClose}>Close <Kbd>Esc</Kbd></Button>
          </div>
          <div className="dlg-body">{children}</div>
          {footer === undefined ? null : <div className="dlg-foot">{footer}</div>}
        </>
      ) : null}
    </dialog>
  )
}
