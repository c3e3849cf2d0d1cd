import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Characters handed to the connection at once. */
const PIECE = 256 * 1024

/**
 * Streams lines of the text COPY format into a table. Resolves when PostgreSQL has taken all of them, rejects with its error.
 * After an error nothing more is written: a stream that is written to when the server has already refused brings the process down.
 */
export function copyLines(client: pg.ClientBase, table: string, columns: readonly string[], lines: Iterable<string>): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  return new Promise((done, failed) => {
    let over = false
    stream.on('error', (error: Error) => {
      over = true
      failed(error)
    })
    stream.on('finish', () => done())
    const pieces = piecesOf(lines)
    const write = (): void => {
      while (!over) {
        const next = pieces.next()
        if (next.done === true) {
          stream.end()
          return
        }
        if (!stream.write(next.value)) {
          stream.once('drain', write)
          return
        }
      }
    }
    write()
  })
}

function* piecesOf(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length >= PIECE) {
      yield piece
      piece = ''
    }
  }
  if (piece !== '') yield piece
}
