import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client'
import { databaseUrl } from './pool'
import { once } from './process-state'

/** A transaction's client: what commands and `record` are given. */
export type Tx = Prisma.TransactionClient

export type { Prisma }

/** No value in a column of JSON; an undefined member would leave it as it is. */
export const NO_JSON = Prisma.DbNull

export function db(): PrismaClient {
  return once('prisma', () => new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl(), max: 12 }) }))
}

/** Runs `work` in one read-committed transaction; what it throws rolls everything back, and so does taking longer than `timeout` (ms). */
export async function transaction<T>(work: (tx: Tx) => Promise<T>, timeout = 30_000): Promise<T> {
  return db().$transaction(work, { timeout, maxWait: 10_000 })
}
