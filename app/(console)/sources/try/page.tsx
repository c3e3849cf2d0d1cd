import type { Metadata } from 'next'
import { TryForm } from '@/app/(console)/sources/_components/try-form'
import { CrumbName } from '@/components/shell/crumbs'
import { PageHead } from '@/components/shell/page-head'
import { FORMATS } from '@/lib/activity/formats/adapters'
import { exampleRecord } from '@/lib/activity/formats/examples'
import { formatName } from '@/lib/activity/formats/format-names'
import { listSources } from '@/lib/activity/queries/sources'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'

export const metadata: Metadata = { title: 'Try a line' }

/** A record beside what it becomes, before anything sends it. */
export default async function TryPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const query = await searchParams
  const sources = await screen(() => listSources(actor, now))
  const source = sources.find(({ name }) => name === oneOf(query['source']))
  const asked = source?.format ?? oneOf(query['format'])
  const formats = FORMATS.map((value) => ({ value, label: formatName(value), example: exampleRecord(value, new Date(now.getTime() - 60_000)) }))
  return (
    <>
      <PageHead title="Try a line">What a record of a log becomes here: the event, who it says acted, how good the evidence is, and the verdict it would get now. Nothing is stored or counted.</PageHead>
      <CrumbName label="Try a line" />
      <TryForm formats={formats} sources={sources.map(({ name, format }) => ({ name, format }))} format={formats.find(({ value }) => value === asked)?.value ?? 'otlp'} source={source?.name ?? ''} />
    </>
  )
}
