import type { Access } from '@/lib/registry/model'
import { maximumDays, mayBeOpenEnded } from '@/lib/requests/approval-policy'
import { emergencyWindow, windowFor } from '@/lib/requests/need'
import type { AdviceFacts } from './facts'

export type AdvisedTarget = {
  name: string
  access: Access
  /** Days; of an emergency the hours allowed are in the window. */
  maximumDays: number
  mayBeOpenEnded: boolean
  /** Were it approved now; RFC 3339, `until` null = without an end. Null when nothing would be left of it. */
  window: { from: string; until: string | null; cut: boolean } | null
}

/** How long each target's grant may last at most, and when it would be in force. */
export function advisedTargets({ kind, content, policies, server, now, after }: Pick<AdviceFacts, 'kind' | 'content' | 'policies' | 'server' | 'now' | 'after'>): AdvisedTarget[] {
  const iso = (time: number): string => new Date(time).toISOString()
  return content.targets.map((target) => {
    const window = kind === 'break_glass' ? emergencyWindow(policies, content, now) : windowFor(policies, content, target, server, now, after)
    return {
      name: target.name, access: target.access, maximumDays: kind === 'break_glass' ? 1 : maximumDays(policies, target.access, server), mayBeOpenEnded: kind !== 'break_glass' && mayBeOpenEnded(target.access, server),
      window: window === null ? null : { from: iso(window.from), until: window.until === null ? null : iso(window.until), cut: window.cut },
    }
  })
}
