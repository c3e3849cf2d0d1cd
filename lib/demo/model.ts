import { z } from 'zod'

/** The setting that says this database holds the demo. */
export const DEMO_SETTING = 'demo'

/**
 * The marker. `loading` stands from before the first demo row until after the last, so that a load that was killed is known at the
 * next start; `keep` are the people who were there before, whom neither a wipe nor a second attempt removes.
 */
export const demoMarkerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loading'), startedAt: z.string(), keep: z.array(z.string()) }),
  z.object({ state: z.literal('loaded'), loadedAt: z.string(), keep: z.array(z.string()) }),
])
export type DemoMarker = z.output<typeof demoMarkerSchema>

/** Tables that a wipe leaves alone: the schema's own, the trail (append-only), settings and the epoch. */
export const UNTOUCHED_TABLES = ['_prisma_migrations', 'trail_entry', 'setting', 'declaration_epoch'] as const

/** Tables of which a wipe keeps the rows of the people it keeps, with the column that names the person. */
export const PERSONAL_TABLES = [
  { table: 'session', column: 'person_id' },
  { table: 'api_token', column: 'owner_id' },
  { table: 'person_identity', column: 'person_id' },
  { table: 'name_binding', column: 'holder_id' },
  { table: 'state_change', column: 'holder_id' },
  { table: 'person', column: 'id' },
] as const
