import type { Metadata } from 'next'
import { ButtonLink } from '@/components/ui/button'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="bare grid gap-3">
      <h1>There is nothing at this address</h1>
      <p className="soft">The link may be old, or what it named was removed. Nothing was changed.</p>
      <p className="acts"><ButtonLink href={paths.overview()} kind="primary">Go to the overview</ButtonLink></p>
    </main>
  )
}
