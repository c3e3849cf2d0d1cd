import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { type SegmentLink, SegmentLinks } from '@/components/ui/segmented'
import { NumberLink, TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { formatName } from '@/lib/activity/formats/format-names'
import { listSources, type SourceView } from '@/lib/activity/queries/sources'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { AliveLane } from './_components/alive-lane'
import { HealthMark } from './_components/health'

export const metadata: Metadata = { title: 'Sources' }

const HEALTHS = [[null, 'All'], ['alive', 'Alive'], ['silent', 'Silent'], ['never', 'Never heard'], ['not_stated', 'No heartbeat stated']] as const

/** Which logs arrive, since when, with which gaps. */
export default async function SourcesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const now = new Date()
  const health = oneOf((await searchParams)['health'])
  const sources = await screen(() => listSources(actor, now))
  const shown = sources.filter((source) => health === null || source.health === health)
  const actions = (
    <>
      <ButtonLink href={paths.trySource()}>Try a line</ButtonLink>
      {may(actor, 'activity.parameters') ? <ButtonLink href={paths.deadLetters({ status: 'open' })}>Dead letters</ButtonLink> : null}
      {may(actor, 'source.manage') ? <ButtonLink kind="primary" href={paths.newSource()}>New source</ButtonLink> : null}
    </>
  )
  return (
    <>
      <PageHead title="Sources" actions={actions}>{sentence(sources)}</PageHead>
      {sources.length === 0
        ? <Empty title="No source is connected." actions={may(actor, 'source.manage') ? <ButtonLink href={paths.newSource()}>Connect the first</ButtonLink> : null}>A source is whatever writes logs of MCP calls: a gateway, a server, an agent.</Empty>
        : (
          <>
            <div className="acts pb-3"><SegmentLinks label="Health" className="flex-wrap" items={segments(sources, health)} /></div>
            {shown.length === 0 ? <Empty title="None is so now." actions={<ButtonLink href={paths.sources()}>Show all</ButtonLink>} /> : <SourceTable sources={shown} now={now.toISOString()} mayOpenLetters={may(actor, 'activity.parameters')} />}
          </>
        )}
    </>
  )
}

function sentence(sources: readonly SourceView[]): string {
  const silent = sources.filter((source) => source.health === 'silent')
  if (sources.length === 0) return 'Nothing is observed yet.'
  if (silent.length === 0) return 'Every source that said how often it reports does so. What is alive can be believed when it says that nothing happened.'
  return `${silent.map((source) => source.name).join(', ')} ${silent.length === 1 ? 'is' : 'are'} silent, so nothing is concluded from silence there.`
}

function segments(sources: readonly SourceView[], chosen: string | null): SegmentLink[] {
  return HEALTHS.map(([value, label]) => ({
    label, href: paths.sources({ health: value }), current: chosen === value, count: value === null ? sources.length : sources.filter((source) => source.health === value).length,
  })).filter((one) => one.count > 0 || one.current)
}

function SourceTable({ sources, now, mayOpenLetters }: { sources: readonly SourceView[]; now: string; mayOpenLetters: boolean }) {
  return (
    <table className="t two flow" aria-label="Sources">
      <thead><tr><th>Source</th><th>Health</th><th>Alive, 90 days</th><th>Last event</th><th className="num">Accepted</th><th className="num">Duplicates</th><th className="num">Conflicts</th><th className="num">Rejected</th><th className="num">Dead letters</th></tr></thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id}>
            <td className="nw o1"><TextLink href={paths.source(source.name)}>{source.name}</TextLink><span className="d2">{formatName(source.format)}, {source.vantage}{source.sampled ? ', sampled' : ''}</span></td>
            <td className="o2 end nw"><HealthMark source={source} now={now} />{source.expectedHeartbeatSeconds === null ? null : <span className="d2">every {span(source.expectedHeartbeatSeconds)}</span>}</td>
            <td className="o3 full md:w-1/3"><AliveLane alive={source.alive} now={now} stated={source.expectedHeartbeatSeconds !== null} /></td>
            <td className="nw o4" data-l="last event"><Time iso={source.lastEventAt} format="short" now={now} /></td>
            <td className="num o5 end" data-l="accepted"><NumberLink value={source.counters.accepted} href={paths.activity({ source: source.name })} label={`events of ${source.name}`} /></td>
            <td className="num o6" data-l="duplicates">{source.counters.duplicates.toLocaleString('en-GB')}</td>
            <td className="num o7 end" data-l="conflicts">{source.counters.conflicts.toLocaleString('en-GB')}</td>
            <td className="num o8" data-l="rejected">{source.counters.rejected.toLocaleString('en-GB')}</td>
            <td className="num o8 end" data-l="dead letters"><NumberLink value={source.counters.openDeadLetters} href={mayOpenLetters ? paths.deadLetters({ source: source.name, status: 'open' }) : undefined} label={`open dead letters of ${source.name}`} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function span(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`
}
