import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import type { SourceFact } from '@/lib/drift/model'
import { tellOnceIn } from '@/lib/notify/tell-once'
import type { SilenceVerdict } from '@/lib/offboarding/model'
import { maybeClosed, worthSaving } from '@/lib/offboarding/progress'
import { answerableFor } from '@/lib/offboarding/queries/calls'
import { peopleToTell } from '@/lib/offboarding/queries/case-people'
import { subjectOf, watchFacts } from '@/lib/offboarding/queries/watch-facts'
import { silenceOf } from '@/lib/offboarding/silence'
import { notEvaluableMessages, stillCallingMessages } from '@/lib/offboarding/watch-messages'
import { advanceIn } from './advance'
import { closeSilent } from './close-silent'
import type { CaseRecord } from './load'
import { proveLinesIn } from './prove-lines'
import { newsOf, recordCase, updateCase } from './write'

/** `fresh`: somebody looks, so everything is written down; `sources`: read once for many cases. */
export type Looking = { fresh: boolean; sources?: readonly SourceFact[] }

/** What came of it: did something change, and what is left to write into the trail, last of all. */
export type Looked = { changed: boolean; rest: () => Promise<void> }

/** Looks at a case under its lock: proves lines, moves it on where its stage is over, judges the silence, and closes what is proven to be over. */
export async function lookIn(tx: Tx, ctx: Ctx, row: CaseRecord, how: Looking): Promise<Looked> {
  const lines = await proveLinesIn(tx, ctx, row.id)
  const advanced = await advanceIn(tx, ctx, SYSTEM, row.id)
  const now = await tx.offboardingCase.findUniqueOrThrow({ where: { id: row.id } })
  const moved = now.stage !== row.stage
  if (now.stage !== 'watch') return { changed: lines > 0 || moved, rest: advanced }
  const judged = await judge(tx, ctx, now, how)
  return {
    changed: lines > 0 || moved || judged.changed,
    rest: async () => {
      await advanced()
      await judged.rest()
    },
  }
}

async function judge(tx: Tx, ctx: Ctx, row: CaseRecord, how: Looking): Promise<Looked> {
  const found = silenceOf(await watchFacts(row, ctx.now, { sources: how.sources }))
  if (found.verdict === 'silent' && maybeClosed(await tx.offboardingLine.findMany({ where: { caseId: row.id }, select: { kind: true, action: true, state: true } }), row)) {
    const rest = await closeSilent(tx, ctx, row, found)
    if (rest !== null) return { changed: true, rest }
  }
  const restarted = row.watchFrom !== null && Date.parse(found.from) > row.watchFrom.getTime()
  const worth = worthSaving(row.verdictDetail as SilenceVerdict | null, found, how.fresh)
  const data = { verdict: found.verdict, verdictDetail: found as Prisma.InputJsonObject, lookedAt: ctx.now }
  if (worth === 'changed') await updateCase(tx, ctx, row.id, { ...data, ...(restarted ? { watchFrom: new Date(found.from) } : {}) })
  else await tx.offboardingCase.update({ where: { id: row.id }, data: worth === 'nothing' ? { lookedAt: ctx.now } : data })
  // A spell of calls is told and recorded when it begins; that it goes on is in the verdict.
  const begins = found.verdict === 'still_calling' && row.verdict !== 'still_calling'
  if (begins) await tellOnceIn(tx, ctx, stillCallingMessages(newsOf(row, SYSTEM), found, await peopleToTell(tx, row, await answerableFor(subjectOf(row), row.watchFrom ?? ctx.now))))
  if (found.verdict === 'not_evaluable') await tellOnceIn(tx, ctx, notEvaluableMessages(newsOf(row, SYSTEM), found, await peopleToTell(tx, row)))
  return {
    changed: worth === 'changed',
    rest: async () => { if (begins) await recordCase(tx, ctx, SYSTEM, 'watch_restarted', row, { from: found.from, calls: found.calls, refused: found.refused, lastAt: found.lastAt, callers: found.callers.map((one) => one.name), text: found.text }) },
  }
}
