import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'
import { DEMO_SETTING, type DemoMarker, demoMarkerSchema, PERSONAL_TABLES, UNTOUCHED_TABLES } from './model'

/** Writes the marker. `loading` must be in the database before the first demo row is. */
export async function markDemo(ctx: Ctx, marker: DemoMarker): Promise<void> {
  await transaction((tx) => tx.setting.upsert({
    where: { key: DEMO_SETTING }, create: { key: DEMO_SETTING, value: marker, updatedAt: ctx.now }, update: { value: marker, updatedAt: ctx.now },
  }))
}

/**
 * Removes everything but the schema, the settings, the trail, and the acting person (with sessions and tokens) and whoever was there
 * before the demo. Refused where there is no demo, so that it can never empty a console in use. All or nothing.
 */
export async function wipeDemo(actor: Actor, ctx: Ctx): Promise<{ keptPeople: number }> {
  require(actor, 'settings.manage')
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410007)`
    const setting = await tx.setting.findUnique({ where: { key: DEMO_SETTING } })
    if (setting === null) throw new AppError('conflict', 'This console holds no demo data. Nothing was removed.')
    const keep = new Set(demoMarkerSchema.parse(setting.value).keep)
    if (actor.personId !== null) keep.add(actor.personId)
    await truncateTheRest(tx)
    await keepPeople(tx, [...keep])
    await tx.setting.delete({ where: { key: DEMO_SETTING } })
    await declare(tx, ctx, actor, { reason: 'The demo data was removed' })
    await record(tx, ctx, { actor, action: 'demo.wiped', object: { kind: 'console', id: 'demo', name: 'Demo data' }, detail: { keptPeople: keep.size } })
    return { keptPeople: keep.size }
  })
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Every table of this schema that is neither left alone nor personal, read from the catalogue: a new table is never forgotten. */
async function truncateTheRest(tx: Tx): Promise<void> {
  const spared = new Set<string>([...UNTOUCHED_TABLES, ...PERSONAL_TABLES.map((one) => one.table)])
  const found = await tx.$queryRaw<{ relname: string }[]>`
    SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace`
  const names = found.map((row) => row.relname).filter((name) => !spared.has(name))
  await tx.$executeRawUnsafe(`TRUNCATE ${names.map(identifier).join(', ')}`)
}

/** Deletes everybody else, with what is theirs. A kept person's manager may go, so that link is cut first. */
async function keepPeople(tx: Tx, keep: string[]): Promise<void> {
  await tx.$executeRaw`UPDATE person SET manager_id = NULL WHERE manager_id IS NOT NULL AND NOT (manager_id = ANY(${keep}))`
  for (const { table, column } of PERSONAL_TABLES) {
    await tx.$executeRawUnsafe(`DELETE FROM ${identifier(table)} WHERE NOT (${identifier(column)} = ANY($1::text[]))`, keep)
  }
}
