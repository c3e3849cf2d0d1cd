import type { ReactNode } from 'react'

/** The page's title, the sentence that says its answer, and its actions. */
export function PageHead({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="head">
      <div><h1>{title}</h1>{children === undefined ? null : <p>{children}</p>}</div>
      {actions === undefined ? null : <div className="acts">{actions}</div>}
    </div>
  )
}

/** A line over the page, such as the one that says this is demo data. */
export function Banner({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return <div className="demo" role="note"><b>{title}</b><span>{children}</span>{action === undefined ? null : <span className="ml-auto">{action}</span>}</div>
}
