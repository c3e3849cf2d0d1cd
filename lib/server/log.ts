import pino, { type Logger } from 'pino'
import { once } from '@/lib/db/process-state'
import { env } from '@/lib/env'

/** Members that never reach the log, wherever they are. */
const REDACTED = ['password', 'token', 'secret', 'authorization', 'cookie', 'apiToken', 'databaseUrl', 'databasePassword', 'root']

/** Structured lines on standard output, one JSON object each. */
export function log(): Logger {
  return once('log', () => pino({
    level: env().logLevel,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err, detail: (value: unknown) => (value instanceof Error ? pino.stdSerializers.err(value) : value) },
  }))
}

/** The log as rooms and doors take it: a level, a sentence, and whatever explains it. */
export function logLine(level: 'error' | 'warn' | 'info', message: string, detail?: unknown): void {
  log()[level](detail === undefined ? {} : { detail }, message)
}
