import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { readBytes } from '@/lib/body'
import { AppError } from '@/lib/errors'

/** Bytes of a delivery, before and after decompression. */
export const BODY_LIMIT = 16 * 1024 * 1024

const tooLarge = (): AppError => new AppError('too_large', 'The delivery is over 16 MiB after decompression. Nothing was stored; send it in parts.')

/** The body as text, decompressed and checked; a refusal stored nothing. `onBytes` is told how much is being held. */
export async function readDelivery(request: Request, onBytes: (bytes: number) => void): Promise<string> {
  return readText(await readBody(request, onBytes))
}

/** The body's bytes, decompressed; a refusal stored nothing. `onBytes` is told how much is being held. */
export async function readBody(request: Request, onBytes: (bytes: number) => void): Promise<Buffer> {
  const raw = await readBytes(request, BODY_LIMIT, tooLarge)
  onBytes(raw.byteLength)
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  const bytes = encoding === 'gzip' || encoding === 'x-gzip' ? await inflate(raw) : raw
  if (encoding !== 'identity' && encoding !== '' && bytes === raw) throw new AppError('unsupported_media_type', 'Only gzip is understood as Content-Encoding. Nothing was stored.')
  if (bytes !== raw) onBytes(bytes.byteLength)
  return bytes
}

/** Bytes as text, without a byte order mark. */
export function readText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new AppError('bad_request', 'The delivery is not UTF-8. Nothing was stored.')
  const text = bytes.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

const inflateAll = promisify(gunzip) as (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

async function inflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await inflateAll(bytes, { maxOutputLength: BODY_LIMIT })
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new AppError('bad_request', 'The delivery says it is gzip and cannot be decompressed. Nothing was stored.')
  }
}
