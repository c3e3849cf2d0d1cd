'use client'

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { Button } from './button'
import { Glyph } from './glyph'

export type ToastTone = 'ok' | 'error'
type Message = { id: number; text: ReactNode; tone: ToastTone }
type Show = (text: ReactNode, tone?: ToastTone) => void

const ToastContext = createContext<Show>(() => {})

const STAYS_MS = 6_000
const AT_MOST = 3

/**
 * Says that something was done. Never the only place of an Undo. Written here because the usual library injects a style
 * element, which the content security policy refuses. Errors stay until they are closed.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Message[]>([])
  const next = useRef(0)
  const close = useCallback((id: number) => setMessages((list) => list.filter((message) => message.id !== id)), [])
  const show = useCallback<Show>((text, tone = 'ok') => {
    next.current += 1
    const id = next.current
    setMessages((list) => [...list, { id, text, tone }].slice(-AT_MOST))
    if (tone === 'ok') setTimeout(() => close(id), STAYS_MS)
  }, [close])
  const list = useMemo(() => messages.map((message) => (
    <div key={message.id} className="toast">
      <Glyph name={message.tone === 'ok' ? 'ok' : 'no'} className={message.tone === 'ok' ? 'mt-1 text-ok' : 'mt-1 text-critical'} />
      <p>{message.text}</p>
      <Button kind="quiet" onClick={() => close(message.id)}>Close</Button>
    </div>
  )), [messages, close])
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">{list}</div>
    </ToastContext>
  )
}

/** `const toast = useToast(); toast('Saved')`. */
export function useToast(): Show {
  return useContext(ToastContext)
}
