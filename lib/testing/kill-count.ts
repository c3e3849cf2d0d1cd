import pg from 'pg'

/**
 * From now on every statement that this process sends to the database, Prisma's and raw ones, BEGIN and COMMIT too, is told to `before`,
 * which may end the process, and, once it is on its way, to `after`. Gives back what undoes it.
 */
export function tellStatements(before: (text: string) => void, after: () => void = () => {}): () => void {
  const { prototype } = pg.Client
  // The statement may come as a text or as a query object; the rest is passed on as it is.
  const send = prototype.query as (...given: unknown[]) => unknown
  const telling = function telling(this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given
    before(typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text))
    const sent = send.apply(this, given)
    after()
    return sent
  }
  Object.assign(prototype, { query: telling })
  return () => void Object.assign(prototype, { query: send })
}

/** The statements that some work sends, when nothing stops it. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const stop = tellStatements((text) => statements.push(text))
  try {
    await work()
  } finally {
    stop()
  }
  return statements
}
