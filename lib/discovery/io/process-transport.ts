import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import { parseJSONRPCMessage } from '@modelcontextprotocol/client'
import type { ListedCommand } from '@/lib/discovery/config'
import { LineReader } from './line-reader'
import { size, type Run } from './run'

/** What is kept of the error output, for the message. */
const STDERR_KEPT = 2048
/** Lines that are no message: a banner is forgiven, a stream of them is not. */
const GARBAGE_LINES = 100
/** How long a program may take to end by itself once its input is closed, and again once it is asked to. Milliseconds. */
const GRACE = 250

/**
 * A program that speaks MCP over its standard streams, per the stdio transport of the specification. It runs in a process group of
 * its own, which is killed whole at the end, whatever the end is. Not the SDK's transport, because that one bounds neither the lines
 * nor their sum and kills only the program itself. A program that leaves its group on purpose (setsid) is beyond this.
 */
export class ProcessTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: Transport['onmessage']
  /** Lines of its output that were no message. */
  garbage = 0
  /** How it ended, in words; null while it runs. */
  ended: string | null = null
  private child: ChildProcessByStdio<Writable, Readable, Readable> | null = null
  private groupKilled = false
  private errors = Buffer.alloc(0)
  private readonly lines: LineReader
  private readonly exited = Promise.withResolvers<void>()
  private readonly killGroup = () => this.kill('SIGKILL')

  constructor(private readonly run: Run, private readonly command: ListedCommand, private readonly env: Record<string, string>) {
    this.lines = new LineReader(run.bounds.answerBytes, (line) => this.read(line))
  }

  /** Both accessors tell the SDK's negotiation that silence here means a legacy server and not an outage. */
  get stderr(): null {
    return null
  }

  get pid(): number | null {
    return this.child?.pid ?? null
  }

  /** The last whole lines of what it wrote to its error output, as they are: a line cut in half may hide what its name gave away. */
  get lastErrors(): string {
    const text = this.errors.toString('utf8')
    return this.errors.byteLength < STDERR_KEPT ? text : text.slice(text.search(/\s/) + 1).replace(/^[^\n]*\n/, '')
  }

  async start(): Promise<void> {
    const [program = '', ...args] = this.command.argv
    // Its own group (detached), no shell, and a folder in which nothing of ours lies.
    const child = spawn(program, args, { cwd: this.command.cwd ?? '/', env: this.env as NodeJS.ProcessEnv, detached: true, stdio: ['pipe', 'pipe', 'pipe'], shell: false })
    this.child = child
    // Should this process end first, nothing of the group stays behind.
    process.once('exit', this.killGroup)
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => this.take(chunk))
    child.stderr.on('data', (chunk: Buffer) => { this.errors = Buffer.concat([this.errors, chunk]).subarray(-STDERR_KEPT) })
    child.once('exit', (code, signal) => {
      this.ended ??= signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`
      // Children that it left behind hold its streams open; with them gone, `close` follows.
      this.killGroup()
    })
    child.once('close', () => this.over())
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.ended ??= `could not be started (${error.code ?? 'unknown reason'})`
        this.over()
        reject(error)
      })
    })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.child === null || this.ended !== null) throw new Error('The program has ended.')
    this.child.stdin.write(`${JSON.stringify(message)}\n`)
  }

  /** Asks politely as the specification says (input closed, then SIGTERM), unless the run failed; then kills the group in any case. */
  async close(): Promise<void> {
    if (this.child?.pid !== undefined && this.ended === null) {
      this.child.stdin.end()
      const polite = this.run.failure() === null
      if (!(polite && await this.hasExited()) && polite) {
        this.kill('SIGTERM')
        await this.hasExited()
      }
      this.killGroup()
      await this.exited.promise
    }
    process.off('exit', this.killGroup)
  }

  private async hasExited(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), GRACE)
    void this.exited.promise.then(() => resolve(true))
    const exited = await promise
    clearTimeout(timer)
    return exited
  }

  private over(): void {
    this.exited.resolve()
    process.off('exit', this.killGroup)
    const tell = this.onclose
    delete this.onclose
    tell?.()
  }

  private take(chunk: Buffer): void {
    try {
      this.run.count(chunk.byteLength)
      if (!this.lines.push(chunk)) throw this.run.fail('too_large', `The program wrote a line of more than ${size(this.run.bounds.answerBytes)}.`)
    } catch {
      this.child?.stdout.destroy()
      this.killGroup()
    }
  }

  private read(line: string): void {
    if (line.trim() === '') return
    try {
      this.onmessage?.(parseJSONRPCMessage(JSON.parse(line)))
    } catch (error) {
      this.garbage += 1
      if (this.garbage >= GARBAGE_LINES) this.run.fail('invalid_answer', `The program wrote ${this.garbage} lines that are no MCP messages, the last one: ${this.run.quote(line)}.`)
      else this.onerror?.(error as Error)
    }
  }

  /** The whole group: a negative number names it. Never after its leader was reaped and the rest killed: the number may be another's then. */
  private kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const pid = this.child?.pid
    if (pid === undefined || this.groupKilled) return
    this.groupKilled = signal === 'SIGKILL' && this.ended !== null
    try {
      process.kill(-pid, signal)
    } catch {
      return
    }
  }
}
