import { includes, type Reach } from '@/lib/grants/includes'
import { ACCESS_RANK } from '@/lib/registry/model'
import type { Content, Standing } from './model'

function reach({ serverId, agentId, clientId, human, targetKind, target, access, scope, mode }: Content): Reach {
  return { serverId, agentId, clientId, human, targetKind, target, access, scope, mode }
}

/** What `includes` would refuse at a glance: asked first, since it is asked of every entry and every grant. */
function isFar(outer: Content, inner: Content): boolean {
  return (outer.agentId !== null && outer.agentId !== inner.agentId) || (outer.clientId !== null && outer.clientId !== inner.clientId) || ACCESS_RANK[inner.access] > ACCESS_RANK[outer.access]
    || (outer.target !== inner.target && !outer.target.includes('*'))
}

/** When it begins to matter: what lies behind us is over, so that a beginning then is a beginning now. */
export function beginning(content: Content, now: number): number {
  return Math.max(content.from ?? now, now)
}

const endOf = (content: Content): number => content.until ?? Infinity

/** The same from now on. The order of a scope means nothing. */
export function isSame(a: Content, b: Content, now: number): boolean {
  return isSameApartFromEnd(a, b, now) && a.until === b.until
}

export function isSameApartFromEnd(a: Content, b: Content, now: number): boolean {
  return keyOf(a) === keyOf(b) && beginning(a, now) === beginning(b, now)
}

/** What it says, without its times. */
export function keyOf(content: Content): string {
  const { serverId, agentId, clientId, human, targetKind, target, access, purpose, mode, reauthorise } = content
  const who = human.rule === 'person' ? human.personId : human.rule === 'team' ? human.teamId : null
  return JSON.stringify([serverId, agentId, clientId, human.rule, who, targetKind, target, access, [...new Set(content.scope)].toSorted(), purpose, mode, reauthorise])
}

/** Does the grant admit everything that is wanted, at every time, so that what is wanted takes only away? Another purpose is not less. */
export function isWithin(grant: Content, wanted: Content, now: number): boolean {
  return !isFar(grant, wanted) && grant.purpose === wanted.purpose && (wanted.reauthorise || !grant.reauthorise)
    && beginning(wanted, now) >= beginning(grant, now) && endOf(wanted) <= endOf(grant) && includes(reach(grant), reach(wanted))
}

/** Would what is wanted, once it is approved, make the grant needless? */
export function makesNeedless(wanted: Content, grant: Content, now: number): boolean {
  return !isFar(wanted, grant) && beginning(wanted, now) <= beginning(grant, now) && endOf(wanted) >= endOf(grant) && includes(reach(wanted), reach(grant))
}

/** Does the grant say all of what is wanted, and end as late as the settings let it? Then there is nothing to ask for before its renewal. */
export function isAsLongAsAllowed(grant: Standing, wanted: Content, now: number): boolean {
  return isSameApartFromEnd(grant.content, wanted, now) && grant.longest !== null && grant.content.until !== null && grant.content.until >= grant.longest && endOf(wanted) > grant.content.until
}

/** In which fields two contents differ from now on. */
export type Field = 'agent' | 'client' | 'human' | 'target' | 'access' | 'scope' | 'purpose' | 'mode' | 'reauthorise' | 'validFrom' | 'validUntil'

export function differences(a: Content, b: Content, now: number): Field[] {
  const humanOf = ({ human }: Content): string => JSON.stringify(human)
  const pairs: readonly [Field, unknown, unknown][] = [
    ['agent', a.agentId, b.agentId], ['client', a.clientId, b.clientId], ['human', humanOf(a), humanOf(b)], ['target', `${a.targetKind} ${a.target}`, `${b.targetKind} ${b.target}`], ['access', a.access, b.access],
    ['scope', JSON.stringify([...new Set(a.scope)].toSorted()), JSON.stringify([...new Set(b.scope)].toSorted())], ['purpose', a.purpose, b.purpose], ['mode', a.mode, b.mode], ['reauthorise', a.reauthorise, b.reauthorise],
    ['validFrom', beginning(a, now), beginning(b, now)], ['validUntil', a.until, b.until],
  ]
  return pairs.filter(([, before, after]) => before !== after).map(([field]) => field)
}
