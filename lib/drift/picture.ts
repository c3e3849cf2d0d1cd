import { z } from 'zod'
import type { GrantUse } from './grant-use'

/** The setting under which the latest run keeps what became of each grant: the screen draws it without comparing again. */
export const PICTURE_SETTING = 'drift.picture'

const ids = z.array(z.string())
export const pictureSchema = z.object({ runId: z.string(), at: z.iso.datetime(), windowDays: z.number(), used: ids, unused: ids, notEvaluable: ids, young: ids })

/** Grants in force, by what became of them in the unused window. */
export type Picture = z.output<typeof pictureSchema>

export function pictureOf(uses: readonly GrantUse[], run: { id: string; at: Date; windowDays: number }): Picture {
  const of = (state: GrantUse['state']): string[] => uses.filter((use) => use.state === state).map((use) => use.grant.id)
  return { runId: run.id, at: run.at.toISOString(), windowDays: run.windowDays, used: of('used'), unused: of('unused'), notEvaluable: of('not_evaluable'), young: of('young') }
}
