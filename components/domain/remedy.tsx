import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** One thing that can be done about it, its consequence in words, and its control on the right. */
export function Remedy({ title, consequence, control }: { title: ReactNode; consequence: ReactNode; control: ReactNode }) {
  return <div className="remedy"><b>{title}</b><p>{consequence}</p><div className="end">{control}</div></div>
}

/** The one framed thing of a page: what is to be judged. */
export function VerdictBox({ tone = 'plain', title, children }: { tone?: 'plain' | 'bad' | 'unknown'; title: ReactNode; children?: ReactNode }) {
  return <div className={clsx('verdict', tone === 'bad' && 'loud', tone === 'unknown' && 'q')}><h3>{title}</h3>{children}</div>
}
