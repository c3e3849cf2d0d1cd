import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

/** A heading, its sentence, an optional right end, and what it is about. A strong hairline, never a box. */
export function Section({ title, note, end, id, ruled = false, children }: { title: ReactNode; note?: ReactNode; end?: ReactNode; id?: string; ruled?: boolean; children: ReactNode }) {
  const own = useId()
  return (
    <section className={clsx('sec', ruled && 'ruled')} id={id} aria-labelledby={own}>
      <header>
        <h2 id={own}>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
        {end === undefined ? null : <div className="r">{end}</div>}
      </header>
      {children}
    </section>
  )
}

/** Content with a 320 px column beside it; one under the other on a narrow page. */
export function Split({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return <div className="split"><div className="min-w-0">{children}</div><div className="min-w-0">{aside}</div></div>
}
