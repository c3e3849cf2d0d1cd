import { PlainTable } from '@/components/table/plain-table'
import { ButtonLink } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Ago, Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ProvisioningToken } from '@/lib/views/provisioning'

const DEAD = { revoked: 'revoked', ended: 'ended', owner: 'refused: its owner is no active administrator' } as const

/** What is typed in at the directory. */
export function Address({ baseUrl, agents }: { baseUrl: string; agents: boolean }) {
  return (
    <KeyValues
      items={[
        { key: 'Base URL', value: <span className="acts"><code className="break-all">{baseUrl}</code><CopyButton value={baseUrl} /></span> },
        { key: 'Signs in with', value: 'a bearer token of its own (OAuth bearer token, HTTP header)' },
        { key: 'Unique field', value: <>people by <code>userName</code>, teams by <code>displayName</code></> },
        { key: 'Takes', value: `users, groups${agents ? ', agents (draft-wzdk-scim-agent-resource-00)' : ''}; create, update, deactivate, delete` },
        { key: 'Agents', value: agents ? 'on, by BAILIWICK_SCIM_AGENTS' : <>off; <code>BAILIWICK_SCIM_AGENTS=true</code> takes them in too</> },
      ]}
    />
  )
}

/** The tokens with which directories come in, dead ones last. */
export function Tokens({ tokens, now }: { tokens: readonly ProvisioningToken[]; now: string }) {
  if (tokens.length === 0) {
    return <Empty title="No directory has a token yet." actions={<ButtonLink href={paths.tokens()} kind="primary">Make a token</ButtonLink>}>Make one for “A directory”. It can do nothing but provision, and works while its owner is an active administrator.</Empty>
  }
  const sorted = [...tokens].sort((a, b) => Number(a.dead !== null) - Number(b.dead !== null))
  return (
    <PlainTable
      label="Tokens" flow
      columns={[{ head: 'Token' }, { head: 'Owner', flow: { label: 'Owner' } }, { head: 'Last used', flow: { label: 'Last used' } }, { head: 'Ends', flow: { label: 'Ends' } }, { head: 'State', flow: { label: 'State' } }]}
      rows={sorted.map((one) => ({ id: one.id, cells: [<b key="name">{one.name}</b>, one.ownerName, <Ago key="used" iso={one.lastUsedAt} now={now} />, <Time key="end" iso={one.expiresAt} format="day" />, one.dead === null ? 'works' : <span key="dead" className="soft">{DEAD[one.dead]}</span>] }))}
    />
  )
}
