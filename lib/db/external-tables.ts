/**
 * Tables that raw SQL in migrations makes and Prisma's schema cannot say: partitioned tables and what belongs to them, and text vectors.
 * No diff may drop them. Their partitions are found in the database itself. The engine wants them with their schema.
 */
const EXTERNAL_TABLES = ['activity_event', 'event_key', 'act_key', 'usage', 'usage_collapsed', 'tool_search'] as const

/** The filter that every call of the schema engine gets; `partitions` are names without schema. */
export function externalFilter(partitions: readonly string[] = []): { externalTables: string[]; externalEnums: string[] } {
  return { externalTables: [...EXTERNAL_TABLES, ...partitions].map((name) => `public.${name}`), externalEnums: [] }
}
