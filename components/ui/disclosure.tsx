import type { ReactNode } from 'react'

/** Shows more on demand; works without a script. */
export function Disclosure({ summary, open = false, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return <details className="disc" open={open}><summary>{summary}</summary>{children}</details>
}
