import type { MessagePort, Worker } from 'node:worker_threads'
import type { Actor } from '@/lib/auth/actor'
import { processState } from '@/lib/db/process-state'
import type { Trigger } from '@/lib/discovery/run-view'
import type { WhatIfTask } from '@/lib/drift/queries/ask-what-if'
import { AppError, type ErrorCode, isAppError } from '@/lib/errors'

/** What the main thread may ask the thread of the jobs to do. */
export type JobRequest =
  | { kind: 'drift'; trigger: string }
  | { kind: 'what-if'; task: WhatIfTask }
  | { kind: 'discovery'; actor: Actor; slug: string; trigger: Trigger; credential: string | null | undefined }
  | { kind: 'launch'; actor: Actor; id: string }

type Asked = { id: number; request: JobRequest }
type Answered = { id: number; ok: true; value: unknown } | { id: number; ok: false; code: ErrorCode | null; message: string }

type Waiting = { resolve: (value: unknown) => void; reject: (error: unknown) => void }

/**
 * Main thread: makes `askJobs` of the process's state send to this worker. When the worker ends, what it has not answered fails
 * with `unavailable`, and until the next one is there callers do the work themselves.
 */
export function connectJobs(worker: Worker): void {
  const waiting = new Map<number, Waiting>()
  let last = 0
  const ask = (request: JobRequest): Promise<unknown> => new Promise((resolve, reject) => {
    last += 1
    waiting.set(last, { resolve, reject })
    worker.postMessage({ id: last, request } satisfies Asked)
  })
  worker.on('message', (message: unknown) => {
    if (!isAnswer(message)) return
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) asked?.resolve(message.value)
    else asked?.reject(message.code === null ? new Error(message.message) : new AppError(message.code, message.message))
  })
  worker.once('exit', () => {
    if (processState()['askJobs'] === ask) delete processState()['askJobs']
    for (const { reject } of waiting.values()) reject(new AppError('unavailable', 'The jobs ended before they answered. Nothing is lost; try again.'))
    waiting.clear()
  })
  processState()['askJobs'] = ask
}

/** The jobs' thread: answers what the main thread asks. A message that is no request (such as `stop`) is somebody else's. */
export function answerRequests(port: MessagePort, answer: (request: JobRequest) => Promise<unknown>): void {
  port.on('message', (message: unknown) => {
    if (!isAsked(message)) return
    const { id, request } = message
    answer(request).then(
      (value) => port.postMessage({ id, ok: true, value } satisfies Answered),
      (error: unknown) => port.postMessage({
        id, ok: false, code: isAppError(error) ? error.code : null, message: error instanceof Error ? error.message : 'failed',
      } satisfies Answered),
    )
  })
}

function isAsked(message: unknown): message is Asked {
  return typeof message === 'object' && message !== null && 'id' in message && 'request' in message
}

function isAnswer(message: unknown): message is Answered {
  return typeof message === 'object' && message !== null && 'id' in message && 'ok' in message
}
