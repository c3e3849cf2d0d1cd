import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { CutCode } from '@/components/ui/code'
import { KeyValues } from '@/components/ui/key-values'
import { Section, Split } from '@/components/ui/section'
import { SegmentLinks } from '@/components/ui/segmented'
import { Time } from '@/components/ui/time'
import { require } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import type { EnforcementFormat } from '@/lib/enforcement/model'
import { paths } from '@/lib/paths'
import { type EnforcementScreen, enforcementScreen, readEnforcementQuery } from '@/lib/views/enforcement'
import { ExportFiles } from './_components/export-files'
import { ExportQuestion } from './_components/export-question'
import { LeftOutList } from './_components/left-out-list'

export const metadata: Metadata = { title: 'Enforcement' }

const FORMATS: readonly { format: EnforcementFormat; label: string }[] = [{ format: 'toolhive', label: 'ToolHive (Cedar)' }, { format: 'agentgateway', label: 'agentgateway (CEL)' }, { format: 'opa', label: 'Open Policy Agent' }]

/** The grants in force as configuration that a gateway enforces, with what it leaves out. */
export default async function EnforcementPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  await screen(async () => require(actor, 'registry.read'))
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
  const view = await screen(() => enforcementScreen(actor, readEnforcementQuery(given), new Date()))
  const { answer, query } = view
  const { file: _file, ...kept } = query
  return (
    <>
      <PageHead title="Enforcement" actions={<ButtonLink href={paths.grants()}>All grants</ButtonLink>}>{sentenceOf(view)}</PageHead>
      <div className="acts"><SegmentLinks label="Gateway" items={FORMATS.map(({ format, label }) => ({ label, href: paths.enforcement({ ...kept, format }), current: query.format === format }))} /></div>
      <Split aside={(
        <>
          <Section title="This export">
            <KeyValues items={[
              { key: 'As of', value: <Time iso={answer.asOf} zoned /> }, { key: 'True until', value: answer.notAfter === null ? 'nothing in it ends' : <Time iso={answer.notAfter} zoned /> },
              { key: 'Servers', value: answer.servers.length.toLocaleString('en-US') }, { key: 'Hash', value: <CutCode value={answer.hash} /> },
            ]} />
            <p className="lab pt-2">A gateway learns of a revocation with the next export, so fetch it often. The hash stays the same while it says the same.</p>
          </Section>
          <Section title="What to ask" ruled><ExportQuestion query={query} servers={view.servers} /></Section>
        </>
      )}
      >
        <Section title="Not expressed" note="What a gateway cannot be told is left out, so that it never lets through what no grant covers."><LeftOutList leftOut={view.leftOut} /></Section>
        <Section title="Configuration" note={noteOf(query.format)} ruled><ExportFiles previews={view.previews} query={query} /></Section>
      </Split>
    </>
  )
}

function sentenceOf({ answer }: EnforcementScreen): string {
  const { inForce, expressed, servers } = answer
  const where = servers.length === 1 ? `on ${servers[0] ?? ''}` : `on ${servers.length.toLocaleString('en-US')} servers`
  if (inForce === 0) return `No grant is in force ${where}, so a gateway lets nobody through.`
  return `${expressed.toLocaleString('en-US')} of the ${inForce.toLocaleString('en-US')} grants in force ${where} can be enforced by this gateway, whole or in part. It lets through nothing that no grant covers.`
}

function noteOf(format: EnforcementFormat): string {
  if (format === 'toolhive') return 'One file for each server, given to ToolHive by --authz-config.'
  return format === 'opa' ? 'Data and the policy that reads it; ask data.bailiwick.allow.' : 'The policy of a route. Its targets are named by the servers’ slugs.'
}
