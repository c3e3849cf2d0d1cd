import { type Actor, may } from '@/lib/auth/actor'
import { getSecret, listSecrets } from '@/lib/registry/queries/secrets'
import { ROTATION_STATES, type RotationState, type RotationView, type SecretView } from '@/lib/registry/secret-rotation'
import { chosenIn, type FacetCount, facetRows, type FacetSpec } from './faceting'

/** A table of more rows would be no table; the screen says that it was cut. */
const LISTED = 2_000

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

export const ROTATION_WORDS: Record<RotationState, string> = { overdue: 'overdue', due_soon: 'due soon', in_time: 'in time', no_period: 'no period set', ended: 'server not in service' }

const SPECS: readonly FacetSpec<SecretView>[] = [
  { key: 'state', label: 'Rotation', values: (row) => [row.state], fixed: ROTATION_STATES, show: (value) => ROTATION_WORDS[value as RotationState] ?? value },
  { key: 'rotated', label: 'Last rotated', values: (row) => [row.lastRotatedAt === null ? 'never' : row.lastRotation === null ? 'stated' : row.lastRotation.via], fixed: ['never', 'stated', 'person', 'api', 'webhook'], show: (value) => ROTATED[value] ?? value },
  { key: 'kind', label: 'Kind', values: (row) => [row.kind], fixed: ['static', 'dynamic'] },
  { key: 'server', label: 'Server', values: (row) => [row.server.slug] },
]

const ROTATED: Record<string, string> = { never: 'never, as known', stated: 'stated, not attested', person: 'attested by a person', api: 'told by API', webhook: 'told by a vault' }

export type SecretDetail = SecretView & { rotations: RotationView[]; /** Secrets of other names or servers kept at the same place, that the actor sees. */ sharing: number }

export type SecretsScreen = {
  rows: SecretView[]; facets: FacetCount[]; cut: boolean
  /** Of all that the actor sees, whatever the filter. */
  counts: Record<RotationState, number> & { never: number; all: number; servers: number }
  open: SecretDetail | null
  mayRotate: boolean
}

/** The secrets that fit the address, the most urgent first, with the facets' counts; `open` when the address names one. */
export async function secretsScreen(actor: Actor, query: Query, now: Date): Promise<SecretsScreen> {
  const { items: all, nextCursor } = await listSecrets(actor, {}, { limit: LISTED }, now)
  const [location] = chosenIn(query, 'location').length === 0 ? [] : [oneOf(query['location'])]
  const here = location === undefined ? all : all.filter((row) => row.location === location)
  const { shown, facets } = facetRows(here, SPECS, query, (row) => [row.name, row.location, row.server.slug, row.server.name, row.lastRotation?.reference ?? null])
  const id = oneOf(query['secret'])
  const found = id === '' ? null : await getSecret(actor, id, now)
  const count = (state: RotationState): number => all.filter((row) => row.state === state).length
  return {
    rows: shown, facets, cut: nextCursor !== null, mayRotate: may(actor, 'secret.attest'),
    counts: {
      overdue: count('overdue'), due_soon: count('due_soon'), in_time: count('in_time'), no_period: count('no_period'), ended: count('ended'), all: all.length,
      never: all.filter((row) => row.lastRotatedAt === null).length, servers: new Set(all.map((row) => row.server.slug)).size,
    },
    open: found === null ? null : { ...found, sharing: all.filter((row) => row.location === found.location && row.id !== found.id).length },
  }
}

function oneOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}
