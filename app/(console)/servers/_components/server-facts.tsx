import { ModeText } from '@/components/domain/access'
import { IdentityCode } from '@/components/domain/identity'
import { SeverityMark } from '@/components/domain/severity'
import { Mark } from '@/components/domain/verdict'
import { CutCode } from '@/components/ui/code'
import { Facts } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { identityName } from '@/lib/registry/identity'
import type { ServerView } from '@/lib/registry/server-view'

type Count = { total: number; worst: string; worstCount: number }

/** Four answers at the head: who answers for it, who it is, how much it matters, how it stands. */
export function ServerFacts({ server, findings }: { server: ServerView; findings: Count | null }) {
  return (
    <Facts items={[
      { key: 'Accountable', value: <Accountable server={server} /> },
      { key: 'Identity', value: <><IdentityCode identity={server.identity === null ? null : identityName(server.identity)} /><br /><span className="soft">{server.transport.replaceAll('_', ' ')}, <Reach server={server} /></span></> },
      { key: 'Sensitivity', value: <><b className="capitalize">{server.sensitivity}</b>, {server.environment}<br /><span className="soft">{server.effects.length === 0 ? 'no effect tags' : server.effects.join(', ').replaceAll('_', ' ')}</span></> },
      { key: 'Right now', value: <><Findings slug={server.slug} findings={findings} /><br /><span className="soft">decisions: mode <ModeText mode={server.mode} /></span></> },
    ]} />
  )
}

function Accountable({ server }: { server: ServerView }) {
  const { owner, backupOwner } = server
  const orphaned = !owner.active && backupOwner?.active !== true
  return (
    <>
      {orphaned ? <Mark glyph="warn" tone="warn"><span>nobody: <span title={owner.email}>{owner.name}</span> has left</span></Mark> : <><b title={owner.email}>{owner.name}</b>{owner.active ? '' : ' (has left)'}{server.team === null ? '' : `, ${server.team}`}</>}
      <br /><span className="soft">registered <Time iso={server.createdAt} format="day" />; {backupOwner === null ? 'no backup owner' : <>backup <span title={backupOwner.email}>{backupOwner.name}</span>{backupOwner.active ? '' : ' (has left)'}</>}</span>
    </>
  )
}

function Reach({ server }: { server: ServerView }) {
  if (server.endpoint !== null) return <CutCode value={server.endpoint.replace(/^https?:\/\//, '')} head={28} tail={12} />
  return server.command === null ? <>no command</> : <CutCode value={server.command.join(' ')} head={30} tail={10} />
}

function Findings({ slug, findings }: { slug: string; findings: Count | null }) {
  if (findings === null) return <>no open findings</>
  const { worst, worstCount, total } = findings
  return <><SeverityMark severity={worst} count={worstCount} />, <TextLink href={paths.drift({ server: slug })}>{total} open {total === 1 ? 'finding' : 'findings'}</TextLink></>
}
