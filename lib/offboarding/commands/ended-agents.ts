import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import type { EndedAgent } from '@/lib/offboarding/queries/ended-agents'
import { openCaseIn } from './open-case'

/** A case for an agent that its directory has ended: frozen here, and revoked by the round that carries on what waits. False when it is back, or has a case. */
export async function openForEndedAgent(ctx: Ctx, agent: EndedAgent): Promise<boolean> {
  return transaction(async (tx) => {
    const text = `The directory ended ${agent.name} on ${agent.endedAt.toISOString().slice(0, 10)}.`
    const [still] = await tx.$queryRaw<{ ended: boolean }[]>`SELECT NOT active AS ended FROM agent WHERE id = ${agent.id} FOR UPDATE`
    if (still?.ended !== true) return false
    const opened = await openCaseIn(tx, ctx, SYSTEM, { subject: { kind: 'agent', id: agent.id }, reason: text, occasion: 'left', occasionText: `Opened by itself: ${text}`, freeze: true })
    await opened?.recordIt()
    return opened !== null
  })
}
