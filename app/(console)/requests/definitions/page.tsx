import type { Metadata } from 'next'
import { RequestTabs } from '@/app/(console)/requests/_components/request-tabs'
import { WaitingDefinition } from '@/app/(console)/requests/definitions/_components/waiting-definition'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { paths } from '@/lib/paths'
import { countWaitingFor } from '@/lib/requests/queries/waiting-for'
import { type DefinitionToApprove, definitionsToApprove } from '@/lib/views/definitions-to-approve'

export const metadata: Metadata = { title: 'Definitions to accept' }

/** Tools that are no longer what somebody approved: with the difference, and the answer of whoever may give it. */
export default async function DefinitionsPage() {
  const actor = await requireActor()
  const now = new Date()
  const rows = await screen(async () => {
    require(actor, 'registry.read')
    return definitionsToApprove(actor, now)
  })
  const waiting = await countWaitingFor(actor, now)
  const mine = rows.filter((row) => row.mine)
  return (
    <>
      <PageHead title="Definitions to accept">{sentence(rows, mine)}</PageHead>
      <RequestTabs waiting={waiting} current="definitions" />
      {rows.length === 0 ? <Empty title="Every tool is as somebody approved it." actions={<ButtonLink href={paths.tools()}>All tools</ButtonLink>}>A changed definition comes here with its difference, as soon as discovery sees it.</Empty> : null}
      <Part title="For you to decide" rows={mine} />
      <Part title="For others to decide" rows={rows.filter((row) => !row.mine)} />
    </>
  )
}

function Part({ title, rows }: { title: string; rows: readonly DefinitionToApprove[] }) {
  if (rows.length === 0) return null
  return <Section title={title} note={`${rows.length}`}>{rows.map((row) => <WaitingDefinition key={`${row.slug} ${row.name}`} {...row} />)}</Section>
}

function sentence(rows: readonly DefinitionToApprove[], mine: readonly DefinitionToApprove[]): string {
  if (rows.length === 0) return 'What a server says of its tools, against what people agreed to.'
  const held = rows.reduce((sum, row) => sum + row.held, 0)
  const waits = `${rows.length} ${rows.length === 1 ? 'tool is' : 'tools are'} not what somebody approved; ${mine.length === rows.length ? 'all' : mine.length === 0 ? 'none' : mine.length} for you to decide.`
  return held === 0 ? waits : `${waits} ${held} ${held === 1 ? 'grant rests' : 'grants rest'} meanwhile.`
}
