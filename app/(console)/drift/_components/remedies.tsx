import { Remedy } from '@/components/domain/remedy'
import { ButtonLink } from '@/components/ui/button'
import type { FindingDetail } from '@/lib/drift/model'
import { paths } from '@/lib/paths'

type Way = { title: string; says: string; label: string; href: string }

/** Where each remedy is carried out. What needs a later part of the console is not offered. */
function waysOf(finding: FindingDetail, mayAsk: boolean): Way[] {
  const { kind, server, agent, grantId } = finding
  const evidence = finding.evidence as Record<string, unknown>
  const nearest = Array.isArray(evidence['nearestGrantIds']) ? (evidence['nearestGrantIds'] as unknown[]).map(String)[0] : undefined
  const source = typeof evidence['source'] === 'string' ? evidence['source'] : undefined
  const ways: Way[] = []
  if (kind === 'unregistered_server') ways.push({ title: 'Register the server', says: 'Its calls until now are judged again as soon as it is active.', label: 'Register', href: paths.newServer() }, { title: 'Or name it as an alias', says: 'When it is a registered server under another name, add the name there.', label: 'Servers', href: paths.servers() })
  if (kind === 'unregistered_agent') ways.push({ title: 'Register the agent', says: 'With a sponsor who answers for it; its calls until now are judged again.', label: 'Register', href: paths.newAgent() })
  if (kind === 'unregistered_client') ways.push({ title: 'Register the client', says: 'Its calls until now are judged again.', label: 'Register', href: paths.newClient() })
  if (kind === 'unused_grant' && grantId !== null) ways.push({ title: 'Revoke the grant', says: 'Nobody used it; who needs it again asks again.', label: 'Open the grant', href: paths.grant(grantId) })
  if ((kind === 'over_broad_grant' || kind === 'excess_access') && grantId !== null) ways.push({ title: 'Revoke it where it is in force, and have the narrower one', says: 'What it covered stays covered by the replacement above.', label: 'Open the grant', href: paths.grant(grantId) })
  if (kind.startsWith('tool_') && kind !== 'tool_removed' && server !== null && finding.target !== null) ways.push({ title: 'Approve the definition', says: 'People rely on it from then on; grants that rest because of it are in force again.', label: 'Open the tool', href: paths.server(server, { tool: finding.target }) }, { title: `Quarantine ${server}`, says: 'Reversible; every later call to it becomes a critical matter.', label: 'Open the server', href: paths.server(server) })
  if (kind === 'tool_removed' && server !== null && finding.target !== null) ways.push({ title: 'Revoke what reaches nothing', says: 'Grants of a tool that is gone would come to life with it.', label: 'Grants', href: paths.grants({ server, reaches: finding.target }) })
  if (kind === 'no_workload_identity' && server !== null) ways.push({ title: 'Give it an identity', says: 'A SPIFFE ID, or an issuer and subject, so that nobody can answer in its place.', label: 'Edit', href: paths.editServer(server) })
  if (kind === 'undeclared_downstream' && server !== null) ways.push({ title: 'Declare the system', says: 'When it is meant to act there; say so under “Systems behind it”.', label: 'Edit', href: paths.editServer(server) })
  if (kind === 'stale_secret' && server !== null) ways.push({ title: 'Rotate it, and say so', says: 'Make a new one where it is kept, then record it with its reference; the next comparison settles this.', label: 'Its secrets', href: paths.secrets({ server }) })
  if (kind === 'embedded_secret' && server !== null) ways.push({ title: 'Take the secret out, and rotate it', says: 'It has been written down where others read. Refer to it by name instead.', label: 'Edit', href: paths.editServer(server) })
  if (kind === 'shared_identity' && agent !== null) ways.push({ title: 'See where it was used', says: 'One identity in two places at once is lent, copied or stolen: give each place its own.', label: 'Calls', href: paths.activity({ agent }) })
  if (kind === 'orphaned_server' && server !== null) ways.push({ title: 'Set an owner', says: 'Somebody active must answer for it.', label: 'Edit', href: paths.editServer(server) })
  if (kind === 'review_overdue' && server !== null) ways.push({ title: 'Review its grants', says: 'A campaign that closes over one of its grants settles this.', label: 'New review', href: paths.newReview({ server }) })
  if (kind === 'orphaned_agent' && typeof evidence['agentId'] === 'string') ways.push({ title: 'Set a sponsor', says: 'Somebody active must answer for it; its requests wait until then.', label: 'Open the agent', href: paths.agent(evidence['agentId']) })
  if (kind === 'break_glass' && typeof evidence['requestId'] === 'string') ways.push({ title: 'Say whether it was justified', says: 'Two security reviewers do; a no ends the grant at once.', label: 'Open the request', href: paths.request(evidence['requestId']) })
  if (kind === 'silent_source' && source !== undefined) ways.push({ title: 'Look at the source', says: 'When it was last heard, what it covers, and how to send.', label: 'Open', href: paths.source(source) })
  if (mayAsk && server !== null && Array.isArray(finding.remedies) && finding.remedies.includes('request_grant')) ways.push({ title: 'It should be allowed: ask for it', says: 'Filled in from these calls; who must agree is said before you send it.', label: 'Request', href: paths.newRequest({ finding: finding.id }) })
  if (kind === 'post_offboarding_use' && server !== null) ways.push({ title: 'Find out where it still runs', says: 'Its end has come here, but something answers. What calls it is on its offboarding.', label: 'Its offboarding', href: paths.offboarding({ subject: server }) }, { title: 'See the calls', says: 'Who called it since, through which source.', label: 'Calls', href: paths.activity({ server }) })
  if (kind.endsWith('_use') && kind !== 'post_offboarding_use' && server !== null) {
    if (nearest !== undefined) ways.push({ title: 'Look at the nearest grant', says: 'It shows what was allowed; suspend or revoke it there when it should not be.', label: 'Open', href: paths.grant(nearest) })
    ways.push({ title: 'It is in force elsewhere: import the grant', says: 'What was declared before this console existed counts from its own start.', label: 'Import', href: paths.importGrants() })
    if (agent !== null && finding.target !== null && typeof evidence['access'] === 'string') ways.push({ title: 'What would a grant of it cover?', says: 'Judges the past again as if it had been there. Nothing is granted by asking.', label: 'What if…', href: paths.whatIf({ add: 1, server, target: finding.target, agent, access: evidence['access'] }) })
    if (agent !== null) ways.push({ title: `See all that it holds on ${server}`, says: 'Grants of this agent on this server, to suspend or revoke.', label: 'Grants', href: paths.grants({ server, agent }) })
    ways.push({ title: `Quarantine ${server}`, says: 'Reversible; every later call to it becomes a critical matter.', label: 'Open the server', href: paths.server(server) })
  }
  return ways
}

export function Remedies({ finding, mayAsk }: { finding: FindingDetail; /** May ask for grants at all. */ mayAsk: boolean }) {
  const ways = waysOf(finding, mayAsk)
  if (ways.length === 0) return <p className="sm mute">Decide it below.</p>
  return <>{ways.map((way) => <Remedy key={way.title} title={way.title} consequence={way.says} control={<ButtonLink href={way.href}>{way.label}</ButtonLink>} />)}</>
}
