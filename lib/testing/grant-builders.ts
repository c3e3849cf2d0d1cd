import { db, type Prisma } from '@/lib/db/client'
import { at, TEST_NOW } from './clock'

async function bind(holderKind: 'server' | 'agent' | 'client' | 'person', holderId: string, names: Record<string, 'slug' | 'identity' | 'name' | 'email' | 'alias'>, state: string): Promise<void> {
  const createdAt = at('-1d')
  await db().nameBinding.createMany({ data: Object.entries(names).map(([name, origin]) => ({ id: `nam_${holderId}_${name}`, holderKind, holderId, name, origin, createdAt })) })
  await db().stateChange.create({ data: { id: `sta_${holderId}`, holderKind, holderId, state, at: createdAt } })
}

/**
 * The least that grants need, straight into the store: server github (active) and vault (restricted, pilot), agents triage and
 * release, client code, people dana (team core) and erin, all declared a day before the fixed clock.
 */
export async function declareGrantWorld(): Promise<void> {
  const times = { createdAt: at('-1d'), updatedAt: at('-1d') }
  for (const name of ['dana', 'erin']) {
    await db().person.create({ data: { id: `per_${name}`, email: `${name}@acme.test`, name, roles: ['member'], ...times } })
    await bind('person', `per_${name}`, { [`${name}@acme.test`]: 'email' }, 'active')
  }
  await db().team.create({ data: { id: 'tem_core', name: 'core', createdAt: TEST_NOW, memberships: { create: { id: 'mbr_dana', personId: 'per_dana' } } } })
  for (const name of ['triage', 'release']) {
    const spiffeId = `spiffe://acme.test/${name}`
    await db().agent.create({ data: { id: `agt_${name}`, name, identityKind: 'spiffe', spiffeId, sponsorId: 'per_dana', ...times } })
    await bind('agent', `agt_${name}`, { [name]: 'name', [spiffeId]: 'identity' }, 'active')
  }
  await db().client.create({ data: { id: 'cli_code', name: 'Code', clientId: 'code', ...times } })
  await bind('client', 'cli_code', { code: 'identity', Code: 'name' }, 'active')
  await aServer('github', {})
  await aServer('vault', { lifecycle: 'pilot', sensitivity: 'restricted' })
}

export async function aServer(slug: string, more: Partial<Prisma.ServerUncheckedCreateInput>): Promise<void> {
  await db().server.create({
    data: {
      id: `srv_${slug}`, slug, name: slug, purpose: 'For a test', environment: 'production', sensitivity: 'internal', transport: 'sse', ownerId: 'per_erin',
      source: 'manual', lifecycle: 'active', identityKind: 'spiffe', spiffeId: `spiffe://acme.test/server/${slug}`, createdAt: at('-1d'), updatedAt: at('-1d'), ...more,
    },
  })
  await bind('server', `srv_${slug}`, { [slug]: 'slug' }, more.lifecycle ?? 'active')
}

/** One row of an import, changed as told. */
export function aRow(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    externalId: 'ext-1', server: 'github', caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' }, target: { kind: 'tool', name: 'create_issue' },
    access: 'write', purpose: 'Triage of issues', validFrom: at('-30d').toISOString(), validUntil: at('+30d').toISOString(), ...more,
  }
}
