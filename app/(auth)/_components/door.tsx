import type { ReactNode } from 'react'

/** The frame of the few screens that have no actor: the name, one question, one form. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid max-w-100 gap-6 px-4 pt-24 pb-12">
      <p className="flex items-center gap-2 font-semibold">
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M1 1h14v14H1z" fill="none" stroke="currentColor" strokeWidth="2" /><path d="M6 5h5v6" fill="none" stroke="var(--accent)" strokeWidth="2" /></svg>
        Bailiwick
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  )
}
