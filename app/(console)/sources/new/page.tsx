import type { Metadata } from 'next'
import { SourceForm } from '@/app/(console)/sources/_components/source-form'
import { PageHead } from '@/components/shell/page-head'
import { FORMATS } from '@/lib/activity/formats/adapters'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { publicUrl } from '@/lib/auth/public-url'

export const metadata: Metadata = { title: 'New source' }

export default async function NewSourcePage() {
  const actor = await requireActor()
  await screen(async () => require(actor, 'source.manage'))
  return (
    <>
      <PageHead title="New source">Whatever writes logs of MCP calls. It gets a token of its own, good for delivering and nothing else.</PageHead>
      <SourceForm formats={FORMATS} url={publicUrl()} />
    </>
  )
}
