import { AccessText } from '@/components/domain/access'
import { Mark } from '@/components/domain/verdict'
import { CopyButton } from '@/components/ui/copy-button'
import { CutCode } from '@/components/ui/code'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import type { GrantView } from '@/lib/grants/grant-view'
import { paths } from '@/lib/paths'

type Related = { id: string; target: string }
type Ids = { agentId: string | null; clientId: string | null; personId: string | null }

const KIND_WORDS = { tool: 'tool call', context: 'context access', downstream: 'downstream action' } as const

/** The grant field by field, as it was declared. */
export function GrantFacts({ grant, agentId, clientId, personId, narrowedFrom, narrowedInto }: Ids & { grant: GrantView; narrowedFrom: Related | null; narrowedInto: readonly Related[] }) {
  const { caller } = grant
  return (
    <KeyValues
      items={[
        { key: 'Agent', value: agentId === null ? 'any registered' : <TextLink href={paths.agent(agentId)}><CutCode value={caller.agent} head={22} tail={10} /></TextLink> },
        { key: 'Client', value: clientId === null ? 'any registered' : <TextLink href={paths.client(clientId)}>{caller.client}</TextLink> },
        { key: 'Human', value: humanValue(caller.human, personId) },
        { key: 'Server', value: <TextLink href={paths.server(grant.server)}>{grant.server}</TextLink> },
        { key: 'Target', value: <><code>{grant.target.name}</code> <span className="mute">{KIND_WORDS[grant.target.kind]}</span></> },
        { key: 'Ceiling', value: <AccessText access={grant.access} /> },
        { key: 'Scope', value: grant.scope.length === 0 ? 'unrestricted' : <ul>{grant.scope.map((glob) => <li key={glob}><code>{glob}</code></li>)}</ul> },
        { key: 'Purpose', value: grant.purpose },
        { key: 'Mode', value: grant.mode === 'task' ? 'task: in force only during a task credential' : 'direct' },
        { key: 'Reauthorise', value: grant.reauthorise ? 'yes, for write and admin calls' : 'no' },
        { key: 'Origin', value: <Origin grant={grant} /> },
        ...(grant.requestId === null ? [] : [{ key: 'Request', value: <TextLink href={paths.request(grant.requestId)}><CutCode value={grant.requestId} /></TextLink> }]),
        ...(narrowedFrom === null ? [] : [{ key: 'Narrowed from', value: <TextLink href={paths.grant(narrowedFrom.id)}><code>{narrowedFrom.target}</code></TextLink> }]),
        ...(narrowedInto.length === 0 ? [] : [{ key: 'Narrowed into', value: <ul>{narrowedInto.map((one) => <li key={one.id}><TextLink href={paths.grant(one.id)}><code>{one.target}</code></TextLink></li>)}</ul> }]),
        ...(grant.imported ? [{ key: 'External id', value: grant.externalId === null ? null : <code>{grant.externalId}</code> }, { key: 'Why imported', value: grant.importReason }] : []),
        { key: 'Recorded', value: <Time iso={grant.createdAt} zoned /> },
        { key: 'Id', value: <><CutCode value={grant.id} /> <CopyButton value={grant.id} small /></> },
      ]}
    />
  )
}

function Origin({ grant }: { grant: GrantView }) {
  if (grant.origin === 'break_glass') return <Mark glyph="warn" tone="bad">break glass</Mark>
  if (!grant.imported) return 'requested here'
  return <>imported, {grant.openEnded ? 'open-ended, ' : ''}{grant.confirmedAt === null ? <Mark glyph="unknown" tone="unknown">not confirmed</Mark> : 'confirmed'}</>
}

function humanValue(human: string, personId: string | null) {
  if (personId !== null) return <TextLink href={paths.person(personId)}>{human}</TextLink>
  if (human === 'none') return 'none: only calls on nobody’s behalf'
  return human === 'any' ? 'any registered person' : human
}
