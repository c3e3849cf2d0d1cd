import { beginning, differences, isAsLongAsAllowed, isSame, isWithin, keyOf, makesNeedless } from './compare'
import type { Content, Standing, Step, Waiting, Wanted } from './model'

/** Who has claimed what: entries by their index, grants by their id. */
class Claims {
  readonly unchanged = new Map<number, { grantId: string; note: 'same' | 'longest' }>()
  readonly narrows = new Map<string, number[]>()
  readonly waits = new Map<number, Set<string>>()
  private readonly entries = new Set<number>()
  private readonly grants = new Set<string>()

  isFree(entry: Wanted): boolean { return !this.entries.has(entry.index) }
  isClaimed(grantId: string): boolean { return this.grants.has(grantId) }

  keep(entry: Wanted, grantId: string, note: 'same' | 'longest'): void {
    this.unchanged.set(entry.index, { grantId, note })
    this.entries.add(entry.index)
    this.grants.add(grantId)
  }

  narrow(entry: Wanted, grantId: string): void {
    this.narrows.set(grantId, [...this.narrows.get(grantId) ?? [], entry.index])
    this.entries.add(entry.index)
    this.grants.add(grantId)
  }

  /** The entry is asked for, and the grant stays meanwhile. */
  wait(entry: Wanted, grantId: string): void {
    this.waits.set(entry.index, new Set([...this.waits.get(entry.index) ?? [], grantId]))
    this.entries.add(entry.index)
    this.grants.add(grantId)
  }
}

/**
 * What it takes to come from what stands to what is wanted: what is in force is only ever narrowed or ended, and what would be more is
 * asked for. The same for all orders of entries. An entry is first what stands exactly so; then the grant that it names; then one that
 * holds it; what is left is asked for, and the grants that it would make needless stay meanwhile.
 */
export function planDocument(wanted: readonly Wanted[], standing: readonly Standing[], waiting: readonly Waiting[], now: number): Step[] {
  const entries = sorted(wanted)
  const grants = standing.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const isOver = ({ content }: Wanted): boolean => content.until !== null && content.until <= now
  const open = entries.filter((entry) => !isOver(entry))
  const claims = new Claims()
  claimExact(open, grants, claims, now)
  claimNamed(open, grants, claims, now)
  const near = Map.groupBy(grants, ({ content }) => `${content.serverId} ${content.targetKind}`)
  const nearOf = ({ content }: Wanted): readonly Standing[] => near.get(`${content.serverId} ${content.targetKind}`) ?? []
  for (const entry of open) if (claims.isFree(entry)) claimHeld(entry, nearOf(entry), claims, now)
  const left = new Set(grants.filter((grant) => !claims.isClaimed(grant.id)).map((grant) => grant.id))
  for (const entry of open) if (claims.isFree(entry) || claims.waits.has(entry.index)) claimNeedless(entry, nearOf(entry), left, claims, now)
  return [
    ...entries.filter(isOver).map((entry): Step => ({ kind: 'unchanged', entry: entry.index, grantId: null, note: 'over' })),
    ...open.flatMap((entry) => stepOf(entry, claims, waiting, now)),
    ...[...claims.narrows].map(([grantId, indexes]): Step => ({ kind: 'narrow', grantId, entries: indexes.toSorted((a, b) => a - b) })),
    ...grants.filter((grant) => !claims.isClaimed(grant.id)).map((grant): Step => ({ kind: 'revoke', grantId: grant.id })),
  ]
}

function sorted(wanted: readonly Wanted[]): Wanted[] {
  const keyed = wanted.map((entry) => ({ entry, key: `${keyOf(entry.content)} ${entry.content.from ?? ''} ${entry.content.until ?? ''} ${entry.id ?? ''}` }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry)
}

/** What stands exactly so, or so but for an end that the settings do not allow later: the grant that the entry names before another one. */
function claimExact(entries: readonly Wanted[], grants: readonly Standing[], claims: Claims, now: number): void {
  const keyed = (content: Content): string => `${keyOf(content)} ${beginning(content, now)}`
  const alike = Map.groupBy(grants, ({ content }) => keyed(content))
  const keys = new Map(entries.map((entry) => [entry.index, keyed(entry.content)]))
  for (const own of [true, false]) {
    for (const note of ['same', 'longest'] as const) {
      for (const entry of entries) {
        if (!claims.isFree(entry)) continue
        const grant = (alike.get(keys.get(entry.index) ?? '') ?? []).find((one) => (!own || one.id === entry.id) && !claims.isClaimed(one.id) && (note === 'same' ? one.content.until === entry.content.until : isAsLongAsAllowed(one, entry.content, now)))
        if (grant !== undefined) claims.keep(entry, grant.id, note)
      }
    }
  }
}

/** The grant that the entry names, on the same server: it is narrowed to it, or stays until more is approved. */
function claimNamed(entries: readonly Wanted[], grants: readonly Standing[], claims: Claims, now: number): void {
  const byId = new Map(grants.map((grant) => [grant.id, grant]))
  for (const entry of entries) {
    const grant = byId.get(entry.id ?? '')
    if (grant === undefined || grant.content.serverId !== entry.content.serverId || !claims.isFree(entry) || claims.isClaimed(grant.id)) continue
    if (isWithin(grant.content, entry.content, now)) claims.narrow(entry, grant.id)
    else claims.wait(entry, grant.id)
  }
}

/** A grant that holds all of the entry, the nearest one; it may give way to several entries. */
function claimHeld(entry: Wanted, grants: readonly Standing[], claims: Claims, now: number): void {
  const free = grants.filter((one) => (claims.narrows.has(one.id) || !claims.isClaimed(one.id)) && isWithin(one.content, entry.content, now))
  const [nearest] = free.map((grant) => ({ grant, far: differences(grant.content, entry.content, now).length })).toSorted((a, b) => a.far - b.far)
  if (nearest !== undefined) claims.narrow(entry, nearest.grant.id)
}

/** What nobody else claims and what the entry, once approved, makes needless, stays in force until then. */
function claimNeedless(entry: Wanted, grants: readonly Standing[], left: ReadonlySet<string>, claims: Claims, now: number): void {
  for (const grant of grants) if (left.has(grant.id) && makesNeedless(entry.content, grant.content, now)) claims.wait(entry, grant.id)
}

function stepOf(entry: Wanted, claims: Claims, waiting: readonly Waiting[], now: number): Step[] {
  const same = claims.unchanged.get(entry.index)
  if (same !== undefined) return [{ kind: 'unchanged', entry: entry.index, ...same }]
  const replaced = claims.waits.get(entry.index)
  if (replaced === undefined && !claims.isFree(entry)) return []
  const asked = waiting.find((one) => one.contents.some((content) => isSame(content, entry.content, now)))?.id ?? null
  return replaced === undefined ? [{ kind: 'create', entry: entry.index, asked }] : [{ kind: 'widen', entry: entry.index, grantIds: [...replaced].toSorted(), asked }]
}

/** What a narrowed grant becomes: the entry, no earlier than now and than the grant began. */
export function replacementOf(grant: Standing, wanted: Content, now: number): Content & { from: number } {
  return { ...wanted, from: Math.max(beginning(wanted, now), grant.content.from) }
}
