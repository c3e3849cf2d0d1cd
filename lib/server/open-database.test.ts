import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from './open-database'

let server: Server | undefined
afterEach(() => { server?.close() })

const message = (type: string, body: Buffer) => Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
const int32 = (value: number) => { const buffer = Buffer.alloc(4); buffer.writeInt32BE(value); return buffer }
const int16 = (value: number) => { const buffer = Buffer.alloc(2); buffer.writeInt16BE(value); return buffer }
const text = (value: string) => Buffer.from(`${value}\0`)
const column = (name: string) => Buffer.concat([text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)])
const value = (content: string) => Buffer.concat([int32(content.length), Buffer.from(content)])

/** As much of PostgreSQL as says its version. */
async function anOldPostgres(version: string, name: string): Promise<number> {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]))
      socket.on('data', (chunk) => {
        if (chunk[0] !== 'Q'.charCodeAt(0)) return
        socket.write(Buffer.concat([
          message('T', Buffer.concat([int16(2), column('version'), column('name')])), message('D', Buffer.concat([int16(2), value(version), value(name)])),
          message('C', text('SELECT 1')), message('Z', Buffer.from('I')),
        ]))
      })
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const open = (port: number) => openDatabase({ databaseUrl: `postgresql://u:hunter2@127.0.0.1:${port}/x`, dataDir: '/nonexistent', password: '', say: () => {} })

test('a PostgreSQL older than 15 is refused by name', async () => {
  await expect(open(await anOldPostgres('140012', '14.12'))).rejects.toThrow(/PostgreSQL 14\.12; 15 or newer is needed/)
})

test('a PostgreSQL of version 15 is taken', async () => {
  await expect(open(await anOldPostgres('150000', '15.0'))).resolves.toMatchObject({ kind: 'external' })
})

test('no message repeats the password of DATABASE_URL', async () => {
  await expect(open(await anOldPostgres('90600', '9.6'))).rejects.not.toThrow(/hunter2/)
})
