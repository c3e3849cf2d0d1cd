import { createHash, hash as digest } from 'node:crypto'

/** SHA-256 in lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return digest('sha256', data, 'hex')
}

/** SHA-256 as bytes. */
export function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hasher = createHash('sha256')
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}
