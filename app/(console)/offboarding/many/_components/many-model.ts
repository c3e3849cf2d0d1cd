import type { z } from 'zod'
import type { openManySchema } from '@/lib/offboarding/model'

export type ManyMode = 'team' | 'vendor' | 'names'
export type ManyFields = { kind: 'server' | 'agent'; mode: ManyMode; team: string; vendor: string; names: string; reason: string; watchDays: string; plannedFreezeAt: string; plannedRevokeAt: string; freeze: boolean }

/** What is sent while nothing is opened yet: the schema wants a reason, and a look has none. */
const LOOKING = 'Looking at what would be opened'

/** What the form asks for. `picked`: those left over of what a look has found, by id; null = all that fit. */
export function bodyOf(fields: ManyFields, picked: ReadonlySet<string> | null): z.input<typeof openManySchema> {
  const { kind, mode, team, vendor, names, reason, watchDays, plannedFreezeAt, plannedRevokeAt, freeze } = fields
  const at = (local: string): string | undefined => (local === '' ? undefined : `${local.slice(0, 16)}:00Z`)
  const which = picked !== null ? { subjects: [...picked] } : mode === 'team' ? { team: team.trim() } : mode === 'vendor' ? { vendor: vendor.trim() } : { subjects: namesIn(names) }
  return { kind, ...which, reason: picked === null ? LOOKING : reason, watchDays: Number(watchDays), freeze, plannedFreezeAt: at(plannedFreezeAt), plannedRevokeAt: at(plannedRevokeAt) }
}

/** Names separated by lines, commas or blanks, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))]
}

const LETTERS = '0123456789abcdefghijklmnopqrstuv'

/** The id of a bulk that is about to be sent. */
export function newBulkId(): string {
  return `blk_${[...crypto.getRandomValues(new Uint8Array(26))].map((byte) => LETTERS[byte % LETTERS.length] ?? '0').join('')}`
}
