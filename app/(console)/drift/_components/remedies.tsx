import { Remedy } from '@/components/domain/remedy'
import { ButtonLink } from '@/components/ui/button'
import type { FindingDetail } from '@/lib/drift/model'
import { paths } from '@/lib/paths'

type Way = { title: string; says: string; label: string; href: string }

/** Where each remedy is carried out. What needs a later part of the console is not offered. */
function waysOf(finding: FindingDetail): Way[] {
  const { kind, server, agent, grantId } = finding
  const evidence = finding.evidence as Record<string, unknown>
  const nearest = Array.isArray(evidence['nearestGrantIds']) ? (evidence['nearestGrantIds'] as unknown[]).map(String)[0] : undefined
  const source = typeof evidence['source'] === 'string' ? evidence['source'] : undefined
  const ways: Way[] = []
  if (kind === 'unregistered_server') ways.push({ title: 'Register the server', says: 'Its calls until now are judged again as soon as it is active.', label: 'Register', href: paths.newServer() }, { title: 'Or name it as an alias', says: 'When it is a registered server under another name, add the name there.', label: 'Servers', href: paths.servers() })
  if (kind === 'unregistered_agent') ways.push({ title: 'Register the agent', says: 'With a sponsor who answers for it; its calls until now are judged again.', label: 'Register', href: paths.newAgent() })
  if (kind === 'unregistered_client') ways.push({ title: 'Register the client', says: 'Its calls until now are judged again.', label: 'Register', href: paths.newClient() })
  if (kind === 'unused_grant' && grantId !== null) ways.push({ title: 'Revoke the grant', says: 'Nobody used it; who needs it again asks again.', label: 'Open the grant', href: paths.grant(grantId) })
  if (kind === 'orphaned_server' && server !== null) ways.push({ title: 'Set an owner', says: 'Somebody active must answer for it.', label: 'Edit', href: paths.editServer(server) })
  if (kind === 'silent_source' && source !== undefined) ways.push({ title: 'Look at the source', says: 'When it was last heard, what it covers, and how to send.', label: 'Open', href: paths.source(source) })
  if (kind.endsWith('_use') && server !== null) {
    if (nearest !== undefined) ways.push({ title: 'Look at the nearest grant', says: 'It shows what was allowed; suspend or revoke it there when it should not be.', label: 'Open', href: paths.grant(nearest) })
    ways.push({ title: 'It is in force elsewhere: import the grant', says: 'What was declared before this console existed counts from its own start.', label: 'Import', href: paths.importGrants() })
    if (agent !== null) ways.push({ title: `See all that it holds on ${server}`, says: 'Grants of this agent on this server, to suspend or revoke.', label: 'Grants', href: paths.grants({ server, agent }) })
    ways.push({ title: `Quarantine ${server}`, says: 'Reversible; every later call to it becomes a critical matter.', label: 'Open the server', href: paths.server(server) })
  }
  return ways
}

export function Remedies({ finding }: { finding: FindingDetail }) {
  const ways = waysOf(finding)
  if (ways.length === 0) return <p className="sm mute">Decide it below.</p>
  return <>{ways.map((way) => <Remedy key={way.title} title={way.title} consequence={way.says} control={<ButtonLink href={way.href}>{way.label}</ButtonLink>} />)}</>
}
