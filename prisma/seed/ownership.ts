import { askTransfer } from '@/lib/lifecycle/commands/ask-transfer'
import { attestOwnership } from '@/lib/lifecycle/commands/attest'
import { askTransferSchema } from '@/lib/lifecycle/transfer'
import { DAY, HOUR } from './calendar'
import { ADMIN, at as mailbox, LEAVERS } from './company'
import { ENDINGS } from './endings-told'
import { rng } from './prng'
import { SERVERS } from './servers'
import { actorOf, type Steps } from './steps'

type Happening = { at: number; run: (steps: Steps) => Promise<void> }

/** Of ten owners eight have said in time that a server is still theirs. */
const KEPT = 0.8
/** In days before loading. */
const LATEST = 88

/** Owners who say that a server is still theirs, and one who would hand over to the administrator. */
export function ownershipHappenings(loadedAt: number): Happening[] {
  const ending = new Set(ENDINGS.map((one) => one.subject))
  const attested = SERVERS.filter((server) => server.reaches === 'active' && !ending.has(server.slug) && LEAVERS[server.owner] === undefined).flatMap((server): Happening[] => {
    const random = rng(`attested ${server.slug}`)
    const at = loadedAt - (2 + random.below(LATEST - 2)) * DAY - random.below(6) * HOUR
    return random.chance(KEPT) ? [{ at, run: async (steps) => { await attestOwnership(steps(at), await actorOf(steps(at), server.owner), { kind: 'server', subject: server.slug }) } }] : []
  })
  const asked = loadedAt - 2 * DAY
  return [...attested, {
    at: asked,
    run: async (steps) => {
      await askTransfer(steps(asked), await actorOf(steps(asked), mailbox('y.tan')), askTransferSchema.parse({ kind: 'server', subject: 'vault', part: 'owner', toEmail: ADMIN, reason: 'I move to the data platform next week; security asked to have it.' }))
    },
  }]
}
