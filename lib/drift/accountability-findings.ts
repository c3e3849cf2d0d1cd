import { endOf } from '@/lib/grants/intervals'
import { fingerprint } from './fingerprint'
import type { DriftInput, Observation } from './model'
import { adjusted } from './severity'
import { standing } from './state-findings'

/** Active agents whose sponsor has left: nobody answers for what they do. */
export function orphanedAgents(input: DriftInput): Observation[] {
  return input.sponsors.flatMap((fact) => {
    if (!fact.agentActive || fact.sponsorActive) return []
    const held = [...input.declarations.grants.values()].flat().filter((grant) => grant.agentId === fact.agentId && (endOf(grant) ?? Infinity) > input.now).length
    return [standing(input.now, input.now, {
      kind: 'orphaned_agent', fingerprint: fingerprint('orphaned_agent', [fact.agentId]), severity: 'high', serverId: null, server: null, sourceName: null,
      explanation: `Nobody answers for ${fact.agent}: ${fact.sponsor}, who sponsored it, has left. ${held === 0 ? 'No grant names it.' : held === 1 ? 'One grant that names it still stands.' : `${held} grants that name it still stand.`} New requests for it wait until it has a sponsor.`,
      evidence: { sponsor: fact.sponsor, agentId: fact.agentId, grantsInForce: held }, remedies: ['set_sponsor', 'suspend'],
    }, { agentId: fact.agentId, agent: fact.agent })]
  })
}

/** Grants that somebody put in force at once and nobody has answered for yet: open until two reviewers have, also when the grant is over. */
export function brokenGlass(input: DriftInput): Observation[] {
  return input.brokenGlass.map((fact) => {
    const server = input.declarations.servers.get(fact.serverId)
    const over = fact.until <= input.now
    return standing(input.now, fact.at, {
      kind: 'break_glass', fingerprint: fingerprint('break_glass', [fact.grantId]), severity: server === undefined ? 'high' : adjusted('high', server), serverId: fact.serverId, server: server?.slug ?? null, sourceName: null,
      explanation: `${fact.by} put a grant in force without approval${server === undefined ? '' : ` on ${server.slug}`}: “${fact.purpose.replace(/\.$/, '')}”. ${over ? 'It is over' : `It ends ${new Date(fact.until).toISOString().slice(0, 16).replace('T', ' ')} UTC`}; ${fact.have === 0 ? 'two security reviewers have yet' : 'a second security reviewer has yet'} to say whether it was justified.`,
      evidence: { by: fact.by, requestId: fact.requestId, at: new Date(fact.at).toISOString(), until: new Date(fact.until).toISOString(), reviewed: fact.have, access: fact.access }, remedies: ['review_request', 'revoke'],
    }, { target: fact.target, agentId: fact.agentId, agent: fact.agent, grantId: fact.grantId })
  })
}
