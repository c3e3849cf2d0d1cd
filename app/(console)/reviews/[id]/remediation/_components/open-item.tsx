import type { ReactNode } from 'react'
import { AccessText } from '@/components/domain/access'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { RemediationRow } from '@/lib/views/review-remediation'
import type { UseDay } from '@/lib/views/review-use-picture'
import { ItemMoves } from './item-moves'
import { Named } from './remediation-part'
import { UsePicture } from './use-picture'
import { openWords, outcomeWord } from './words'

/** One item that needs somebody: what it is, why it is not over, where to look, and what to do. */
export function OpenItem({ campaignId, row, days, mayRun, now }: { campaignId: string; row: RemediationRow; days: UseDay[] | null; mayRun: boolean; now: string }) {
  return (
    <li className="grid items-start gap-x-6 gap-y-2 border-b border-line py-3 md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_minmax(9rem,15rem)]" id={row.id}>
      <div className="min-w-0">
        <div className="break-words"><Named campaignId={campaignId} row={row} /></div>
        <p className="mute sm">{row.agent === null ? (row.subject === 'grant' ? 'any agent' : row.subject) : row.agent} · {row.access === null ? null : <><AccessText access={row.access} /> · </>}{outcomeWord(row)}</p>
      </div>
      <div className="grid min-w-0 gap-2">
        <p className="say max-w-prose">{isSuspended(row) ? <>Nobody can use it; it is ended for good on <Time iso={row.endsAt} zoned /> unless it is restored.</> : openWords(row)}</p>
        <p className="soft sm max-w-prose">Decided: {row.why.replace(/\.$/, '')}{timesOf(row, now).map((part, place) => <span key={place}> · {part}</span>)}</p>
        <Links row={row} />
        {days === null || row.remediatedAt === null ? null : <UsePicture days={days} endedAt={row.remediatedAt} />}
      </div>
      {row.actions.length === 0 ? <span /> : mayRun ? <ItemMoves id={row.id} what={row.title} outcome={row.outcome} remediatedAt={row.remediatedAt} actions={row.actions} obstacle={row.obstacle} /> : <p className="why">A security reviewer does this.</p>}
    </li>
  )
}

/** At rest before its end, and nothing asked about it: what there is to say is when it ends. */
function isSuspended(row: RemediationRow): boolean {
  return row.endsAt !== null && row.remediatedAt === null && row.question === null && row.remediation === 'open'
}

function timesOf(row: RemediationRow, now: string): ReactNode[] {
  return [
    isSuspended(row) || row.endsAt === null || row.remediatedAt !== null ? null : <>suspended; its end was to be on <Time iso={row.endsAt} zoned /></>,
    row.remediatedAt === null ? null : <>ended <Time iso={row.remediatedAt} zoned /></>,
    row.tries === 0 || row.nextTryAt === null ? null : <>{row.tries === 1 ? 'tried once' : `tried ${row.tries} times`}; again {row.nextTryAt <= now ? 'within a minute' : <>from <Time iso={row.nextTryAt} zoned /></>}</>,
  ].filter((part) => part !== null)
}

const NOT_GRANTED = ['lapsed', 'over_access', 'out_of_scope', 'wrong_caller', 'ungranted', 'unattributed']

function Links({ row }: { row: RemediationRow }) {
  const server = row.server ?? undefined
  const exact = row.title.includes('*') ? {} : { target: row.title }
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 sm">
      {row.confirmation === 'still_used' && row.remediatedAt !== null ? <TextLink href={paths.activity({ server, ...exact, from: row.remediatedAt, outcome: ['success', 'error'], verdict: NOT_GRANTED })}>Calls after the end</TextLink> : null}
      {row.confirmation === 'still_used' ? <TextLink href={paths.drift({ kind: 'lapsed_use', server })}>Findings of lapsed use</TextLink> : null}
      {row.confirmation === 'not_evaluable' ? <TextLink href={paths.sources()}>Sources</TextLink> : null}
      {row.grants.map((grant) => <TextLink key={grant.id} href={paths.grant(grant.id)}>{row.question === null ? 'Other grant' : 'In its place'}: {grant.name}</TextLink>)}
      {row.grantId === null ? null : <TextLink href={paths.grant(row.grantId)}>The grant</TextLink>}
      {row.subject === 'server' && server !== undefined ? <TextLink href={paths.server(server)}>The server</TextLink> : null}
      {row.subject === 'agent' && row.agentId !== null ? <TextLink href={paths.agent(row.agentId)}>The agent</TextLink> : null}
    </p>
  )
}
