import type { ContentView, TargetView } from '@/lib/requests/model'
import { agentText, clientText, humanText, termText } from './request-words'

/** One thing that differs: the texts that are gone, and those in their place. */
export type ContentChange = { label: string; before: string[]; after: string[] }

const UNRESTRICTED = 'everything'
const keyOf = (target: TargetView): string => `${target.kind} ${target.name}`

/** What `after` says differently from `before`, in the order in which a request is read; nothing where they say the same. */
export function contentChanges(before: ContentView, after: ContentView, day: (iso: string) => string): ContentChange[] {
  const one = (label: string, from: string, to: string): ContentChange[] => (from === to ? [] : [{ label, before: [from], after: [to] }])
  return [
    ...one('Server', before.server, after.server),
    ...targetChanges(before.targets, after.targets),
    ...one('Agent', agentText(before.caller.agent), agentText(after.caller.agent)),
    ...one('Client', clientText(before.caller.client), clientText(after.caller.client)),
    ...one('Acts for', humanText(before.caller.human), humanText(after.caller.human)),
    ...one('How long', termText(before, day), termText(after, day)),
    ...one('Begins', before.startsAt === null ? 'when approved' : day(before.startsAt), after.startsAt === null ? 'when approved' : day(after.startsAt)),
    ...one('Mode', modeText(before.mode), modeText(after.mode)),
    ...one('Reauthorise', before.reauthorise ? 'each write and admin call' : 'no', after.reauthorise ? 'each write and admin call' : 'no'),
    ...one('Purpose', before.purpose, after.purpose),
  ]
}

function modeText(mode: ContentView['mode']): string {
  return mode === 'task' ? 'only during a task' : 'direct'
}

/** Targets of the same name belong together; those left over are paired in order where as many went as came. */
function targetChanges(before: readonly TargetView[], after: readonly TargetView[]): ContentChange[] {
  const same = new Set(before.map(keyOf).filter((key) => after.some((target) => keyOf(target) === key)))
  const gone = before.filter((target) => !same.has(keyOf(target)))
  const come = after.filter((target) => !same.has(keyOf(target)))
  const paired = gone.length === come.length
  const kept = before.flatMap((target) => {
    const now = after.find((one) => keyOf(one) === keyOf(target))
    return now === undefined ? [] : withinTarget(target, now)
  })
  if (paired) return [...kept, ...gone.flatMap((target, place) => renamed(target, come[place] ?? target))]
  return [...kept, ...gone.map((target): ContentChange => ({ label: 'Target', before: [targetLine(target)], after: [] })), ...come.map((target): ContentChange => ({ label: 'Target', before: [], after: [targetLine(target)] }))]
}

function targetLine({ name, access, scope }: TargetView): string {
  return `${name}, up to ${access}${scope.length === 0 ? '' : `, on ${scope.join(', ')}`}`
}

function renamed(before: TargetView, after: TargetView): ContentChange[] {
  return [{ label: 'Target', before: [before.name], after: [after.name] }, ...withinTarget(before, after)]
}

function withinTarget(before: TargetView, after: TargetView): ContentChange[] {
  const changes: ContentChange[] = []
  if (before.access !== after.access) changes.push({ label: `Access with ${after.name}`, before: [before.access], after: [after.access] })
  const [from, to] = [scopeLines(before), scopeLines(after)]
  const lost = from.filter((line) => !to.includes(line))
  const won = to.filter((line) => !from.includes(line))
  if (lost.length + won.length > 0) changes.push({ label: `Scope of ${after.name}`, before: lost, after: won })
  return changes
}

function scopeLines(target: TargetView): readonly string[] {
  return target.scope.length === 0 ? [UNRESTRICTED] : target.scope
}
