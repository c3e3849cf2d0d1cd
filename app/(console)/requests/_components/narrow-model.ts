import type { ContentView, Narrowed, TargetView } from '@/lib/requests/model'
import { rowOf, type TargetRow, targetsOf } from './draft-model'

/** What an approver takes away, as it is typed; it begins as the request stands. */
export type NarrowForm = { targets: readonly TargetRow[]; days: string; until: string; client: string; human: string; task: boolean; reauthorise: boolean }

export function narrowFormOf(content: ContentView): NarrowForm {
  return {
    targets: content.targets.map((target, place) => rowOf(target, `asked-${place}`)), days: content.durationDays === null ? '' : String(content.durationDays), until: '',
    client: content.caller.client, human: content.caller.human, task: content.mode === 'task', reauthorise: content.reauthorise,
  }
}

/** Only what differs from what was asked, in the words of the endpoint; null = nothing was taken away. The server checks that nothing was added. */
export function narrowedOf(form: NarrowForm, content: ContentView): Narrowed | null {
  const targets = targetsOf(form.targets)
  const [only] = targets
  const caller = { ...(form.client.trim() === content.caller.client ? {} : { client: form.client.trim() }), ...(form.human.trim() === content.caller.human ? {} : { human: form.human.trim() }) }
  const days = Number(form.days)
  const changed: Narrowed = {
    ...(sameTargets(targets, content.targets) ? {} : content.targets.length === 1 && only !== undefined ? { target: { kind: only.kind, name: only.name }, access: only.access, scope: only.scope } : { targets }),
    ...(Object.keys(caller).length === 0 ? {} : { caller }),
    ...(form.days.trim() === '' || !Number.isInteger(days) || days === content.durationDays ? {} : { durationDays: days }),
    ...(form.until === '' ? {} : { until: `${form.until}T00:00:00.000Z` }),
    ...(form.task && content.mode === 'direct' ? { mode: 'task' as const } : {}),
    ...(form.reauthorise && !content.reauthorise ? { reauthorise: true as const } : {}),
  }
  return Object.keys(changed).length === 0 ? null : changed
}

function sameTargets(a: readonly TargetView[], b: readonly TargetView[]): boolean {
  const text = (targets: readonly TargetView[]): string => JSON.stringify(targets.map(({ kind, name, access, scope }) => [kind, name, access, scope]))
  return text(a) === text(b)
}
