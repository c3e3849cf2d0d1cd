import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <>
      <PageHead title="There is nothing at this address">It may have been removed, or your roles do not show it. Nothing was changed.</PageHead>
      <p className="acts"><ButtonLink href={paths.overview()}>Go to the overview</ButtonLink></p>
    </>
  )
}
