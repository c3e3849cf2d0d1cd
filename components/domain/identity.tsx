import Link from 'next/link'
import { CutCode } from '@/components/ui/code'

/** One party of a call. `registered: false` says so in words; a missing one is absent, never guessed. */
export type Party = { name: string; href?: string | null; registered?: boolean }

export function PartyName({ party }: { party: Party | null }) {
  if (party === null) return <i className="absent">absent</i>
  const name = party.href ? <Link className="l" href={party.href}>{party.name}</Link> : party.name
  return <>{name}{party.registered === false ? <span className="mute"> not registered</span> : null}</>
}

/** "triage for dana": the agent, and the human it acts for. Names only, so that a row keeps one link. */
export function Who({ agent, human, client }: { agent: string | null; human: string | null; client?: string | null }) {
  return (
    <span className="who">
      {agent ?? <i className="absent">no agent</i>} <span className="for">for</span> {human ?? <i className="absent">absent</i>}
      {client === undefined ? null : <> <span className="for">in</span> {client ?? <i className="absent">no client</i>}</>}
    </span>
  )
}

/** "github delete_repository": where, quietly, and what. */
export function TargetName({ server, target, strong = false }: { server: string | null; target: string | null; strong?: boolean }) {
  return (
    <>
      {server === null ? null : <code className={strong ? undefined : 'mute'}>{server}</code>}{server !== null && target !== null ? ' ' : null}
      {target === null ? null : <code>{strong ? <b>{target}</b> : target}</code>}
    </>
  )
}

/** A workload identity, a SPIFFE ID or an OIDC issuer and subject, cut in the middle when it is long. */
export function IdentityCode({ identity }: { identity: string | null }) {
  return identity === null ? <span className="mute">none</span> : <CutCode value={identity} head={34} tail={14} />
}
