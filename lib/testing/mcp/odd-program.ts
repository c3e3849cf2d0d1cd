import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * A program with a fault, named by its first argument. Run by plain Node, so it imports nothing of ours. Where it answers at all it is
 * a 2025-11-25 server.
 */
const [, , fault = '', file = ''] = process.argv

type Message = { id?: unknown; method: string }

const say = (message: unknown) => process.stdout.write(`${JSON.stringify(message)}\n`)
const tool = (name: string) => ({ name, inputSchema: { type: 'object' } })

function answer({ id, method }: Message, tools: unknown[]): void {
  if (id === undefined) return
  if (method === 'initialize') say({ jsonrpc: '2.0', id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'odd', version: '1' } } })
  else if (method === 'tools/list') say({ jsonrpc: '2.0', id, result: { tools } })
  else say({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } })
}

function serve(tools: () => unknown[], before: (message: Message) => void = () => undefined): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line) as Message
    before(message)
    answer(message, tools())
  })
}

/** Stays in the group of this program and outlives it unless somebody kills the group. */
function leaveChild(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  if (file !== '') writeFileSync(file, String(child.pid))
  return child.pid ?? 0
}

const faults: Record<string, () => void> = {
  'ends-at-once'() {
    process.stderr.write('no database: DB_PASSWORD=hunter2-hunter2 at sk-proj-abcdefghijklmnop1234\n')
    process.exit(3)
  },
  hangs: () => void process.stdin.resume(),
  'floods-one-line'() {
    const more = () => { while (process.stdout.write('x'.repeat(16_384))); }
    process.stdout.on('drain', more)
    more()
  },
  'floods-lines'() {
    const line = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(1000) } })}\n`
    const more = () => { while (process.stdout.write(line)); }
    process.stdout.on('drain', more)
    more()
  },
  'prints-a-banner'() {
    process.stdout.write('Welcome to odd 1.0!\n')
    serve(() => [tool('one')])
  },
  'prints-garbage'() {
    process.stdout.write('garbage '.repeat(10).concat('\n').repeat(200))
    process.stdin.resume()
  },
  'prints-a-little-garbage'() {
    process.stdout.write('starting…\nready\n')
    process.stdin.resume()
  },
  'ends-at-unknown-questions': () => serve(() => [tool('one')], ({ method }) => { if (method === 'server/discover') process.exit(1) }),
  'ends-while-listing': () => serve(() => [], ({ method }) => { if (method === 'tools/list') process.exit(0) }),
  'leaves-a-child'() {
    const pid = leaveChild()
    serve(() => [tool(`child-${pid}`)])
  },
  'leaves-a-child-and-hangs'() {
    leaveChild()
    process.stdin.resume()
  },
  'leaves-a-child-and-ends'() {
    leaveChild()
    process.exit(0)
  },
  'tells-its-environment': () => serve(() => Object.keys(process.env).map(tool)),
  'ignores-goodbyes'() {
    process.on('SIGTERM', () => undefined)
    setInterval(() => undefined, 1000)
    serve(() => [tool(`self-${process.pid}`)])
  },
}

faults[fault]?.()
