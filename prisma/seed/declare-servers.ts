import { registerServer } from '@/lib/registry/commands/register-server'
import { transitionServer } from '@/lib/registry/commands/transition-server'
import { newServerSchema, transitionSchema } from '@/lib/registry/server-input'
import { DAY } from './calendar'
import { ADMIN, SECOND_REVIEWER } from './company'
import type { ExampleServer } from './server'
import { actorOf, type Steps } from './steps'

function inputOf(server: ExampleServer, at: number): unknown {
  const { stdio, secret } = server
  return {
    slug: server.slug, name: server.name, purpose: server.purpose, environment: server.environment, sensitivity: server.sensitivity, effects: server.effects,
    ownerEmail: server.owner, backupOwnerEmail: server.backup, team: server.team, downstream: server.downstream, reviewEveryDays: 90,
    identity: server.identity ? { kind: 'spiffe', id: `spiffe://acme.test/mcp/${server.slug}` } : null,
    ...(stdio === undefined ? { transport: 'streamable_http', endpoint: server.endpoint ?? `https://mcp.acme.test/${server.slug}` } : { transport: 'stdio', command: stdio }),
    secrets: secret === undefined ? [] : [{ name: secret[0], kind: 'static', location: secret[1], rotateEveryDays: secret[2], lastRotatedAt: new Date(at - secret[3] * DAY).toISOString() }],
  }
}

/** Registers servers, each by its owner, who vouches for it; `loadedAt` is when secrets were looked at. */
export async function declareServers(steps: Steps, at: number, servers: readonly ExampleServer[], loadedAt: number): Promise<void> {
  for (const server of servers) await registerServer(await actorOf(steps(at), server.owner), steps(at), newServerSchema.parse(inputOf(server, loadedAt)))
}

/** What is public or internal becomes active by one reviewer's word. */
export async function activateServers(steps: Steps, at: number, servers: readonly ExampleServer[]): Promise<void> {
  const reviewer = await actorOf(steps(at), ADMIN)
  for (const server of servers.filter((one) => one.reaches === 'active')) {
    await transitionServer(reviewer, steps(at), server.slug, transitionSchema.parse({ to: 'active', reason: 'Owner, purpose and identity are in order.' }))
  }
}

/** What is confidential or restricted enters its pilot by the word of two. */
export async function startPilots(steps: Steps, at: number, servers: readonly ExampleServer[]): Promise<void> {
  const [first, second] = [await actorOf(steps(at), ADMIN), await actorOf(steps(at), SECOND_REVIEWER)]
  for (const server of servers) {
    await transitionServer(first, steps(at), server.slug, transitionSchema.parse({ to: 'pilot', reason: 'Ready for a pilot with the agents that use it.' }))
    await transitionServer(second, steps(at + 40 * 60_000), server.slug, transitionSchema.parse({ to: 'pilot', reason: 'Seconded; logs cover it.' }))
  }
}

/** One proposal has the first word and still waits for the second. */
export async function proposePilot(steps: Steps, at: number): Promise<void> {
  await transitionServer(await actorOf(steps(at), ADMIN), steps(at), 'salesforce', transitionSchema.parse({ to: 'pilot', reason: 'Sales and support ask for it; a second reviewer please.' }))
}
