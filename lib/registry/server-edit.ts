import type { Identity, Lifecycle, Sensitivity } from './model'
import { SENSITIVITIES } from './model'
import { endpointWithoutSecrets, withoutSecrets } from './secret-shapes'
import type { NewServer, ServerChange } from './server-input'
import type { ServerView } from './server-view'

/** A stored server in the form in which it would be asked for, so that a change can be laid over it and judged as a whole. */
export function asInput(view: ServerView): Omit<NewServer, 'slug'> {
  return {
    name: view.name, purpose: view.purpose, environment: view.environment, sensitivity: view.sensitivity, effects: view.effects, identity: view.identity,
    transport: view.transport, endpoint: view.endpoint, command: view.command, ownerEmail: view.ownerEmail, backupOwnerEmail: view.backupOwnerEmail, team: view.team,
    aliases: view.aliases.map((alias) => (typeof alias === 'string' ? { name: alias, source: null, from: null } : alias)),
    downstream: view.downstream, secrets: view.secrets.map((secret) => ({ ...secret, kind: secret.kind === 'dynamic' ? 'dynamic' as const : 'static' as const })),
    reviewEveryDays: view.reviewEveryDays, discoverEveryHours: view.discoverEveryHours, discoveryCredential: view.discoveryCredential,
  }
}

/** The server as it would be after the change: what is left out stays, lists replace. A change of transport drops what does not go with it. */
export function applyChange(view: ServerView, wanted: ServerChange): Omit<NewServer, 'slug'> {
  const { version: _version, ...fields } = wanted
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Omit<NewServer, 'slug'>>
  const merged = { ...asInput(view), ...given }
  if (merged.transport === 'stdio' && given.endpoint === undefined) merged.endpoint = null
  if (merged.transport !== 'stdio' && given.command === undefined) merged.command = null
  return merged
}

/** Why an edit of these members is refused in the server's state; null = it is not. */
export function editObstacle(state: Lifecycle, before: Pick<ServerView, 'identity' | 'sensitivity' | 'effects'>, after: { identity: Identity | null; sensitivity: Sensitivity; effects: readonly string[] }, isReviewer: boolean): { path: string; message: string } | null {
  if (state === 'rejected' || state === 'retired') return { path: '', message: `A ${state} server is kept as it was` }
  if (state === 'proposed') return null
  if (before.identity !== null && !sameIdentity(before.identity, after.identity)) {
    return { path: 'identity', message: 'A registered server keeps its identity; offboard it and register the new one' }
  }
  if (SENSITIVITIES.indexOf(after.sensitivity) < SENSITIVITIES.indexOf(before.sensitivity) && !isReviewer) {
    return { path: 'sensitivity', message: 'Only a security reviewer lowers the sensitivity of a registered server' }
  }
  // Settings may ask for more approvals because of a tag; whoever asks as the owner would take it away first.
  const gone = before.effects.filter((effect) => !after.effects.includes(effect))
  if (gone.length > 0 && !isReviewer) return { path: 'effects', message: `Only a security reviewer takes an effect tag from a registered server (${gone.join(', ')})` }
  return null
}

export function sameIdentity(a: Identity | null, b: Identity | null): boolean {
  if (a === null || b === null) return a === b
  if (a.kind === 'spiffe') return b.kind === 'spiffe' && a.id === b.id
  return b.kind === 'oidc' && a.issuer === b.issuer && a.subject === b.subject
}

/** Which members of two answers differ, with both values: what the trail keeps of an edit. */
export function changesBetween(before: ServerView, after: ServerView): Record<string, { before: unknown; after: unknown }> {
  const changes: Record<string, { before: unknown; after: unknown }> = {}
  const [old, now] = [forTrail(before), forTrail(after)]
  for (const key of Object.keys(after) as (keyof ServerView)[]) {
    if (key === 'version' || key === 'updatedAt' || key === 'owner' || key === 'backupOwner') continue
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = { before: old[key], after: now[key] }
  }
  return changes
}

/** A server as the trail may keep it: entries stay for ever, so a secret in the command or the endpoint is not in them. */
export function forTrail(server: ServerView): ServerView {
  const { command, endpoint } = server
  return { ...server, command: command === null ? null : withoutSecrets(command), endpoint: endpoint === null ? null : endpointWithoutSecrets(endpoint) }
}
