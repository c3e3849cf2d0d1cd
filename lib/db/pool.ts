import pg from 'pg'
import { once, processState } from './process-state'

// int8 as number: counts here stay far below 2^53. Dates come back as Date, numerics are not used.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))

/** The connection string this process was started with. */
export function databaseUrl(): string {
  const url = processState().databaseUrl ?? process.env['DATABASE_URL']
  if (url === undefined) throw new Error('The database was used before it was opened.')
  return url
}

/** Raw connections, for COPY and for the partitioned tables that Prisma cannot say. */
export function pool(): pg.Pool {
  return once('pool', () => {
    const made = new pg.Pool({ connectionString: databaseUrl(), max: 8, application_name: 'bailiwick' })
    // An idle connection that the database ends (a restart, a failover) is replaced by the pool; without a listener it would end the process.
    made.on('error', () => {})
    return made
  })
}

/** How rows are read: by whatever connection is free (`rows`), or all within one transaction. */
export type Read = <T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<T[]>

/** Rows of one parameterised statement. */
export async function rows<T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
  const result = await pool().query<T>(text, [...values])
  return result.rows
}

/**
 * Reads in one snapshot of the database (repeatable read, read only): what is read last belongs to what was read first. Statements
 * are sent one after the other, since a connection runs one at a time.
 */
export async function inSnapshot<T>(work: (read: Read, client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken = true
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    let last: Promise<unknown> = Promise.resolve()
    const result = await work(async (text, values = []) => {
      const next = last.then(() => client.query(text, [...values]))
      last = next.catch(() => undefined)
      return (await next).rows
    }, client)
    await client.query('COMMIT')
    broken = false
    return result
  } finally {
    // A connection in an unknown state is closed rather than given back.
    client.release(broken)
  }
}
