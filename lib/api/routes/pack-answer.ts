import { z } from 'zod'

/** What a file of a signed pack is, by its ending. */
export const PACK_TYPES: Record<string, string> = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson', json: 'application/json', pem: 'application/x-pem-file', sh: 'text/plain; charset=utf-8', txt: 'text/plain; charset=utf-8', zip: 'application/zip' }

/** A file to be kept, under a name that is one in every file system. */
export function downloadHeaders(name: string, bytes: number): Record<string, string> {
  return { 'content-type': PACK_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream', 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`, 'content-length': String(bytes) }
}

/** What a signed pack holds, as it is answered. */
export const manifestAnswer = z.object({
  interim: z.boolean(), keyId: z.string(),
  /** The exact text that is signed, and the raw signature in base64: one belongs to the other. */
  manifest: z.string(), signature: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string(), what: z.string() })),
})

type Pack = { interim: boolean; keyId: string; manifest: string; signature: Uint8Array; files: readonly { name: string; bytes: number; sha256: string }[] }

/** `what`: what each file is, by its name. */
export function manifestOf(pack: Pack, what: Readonly<Record<string, string>>): z.input<typeof manifestAnswer> {
  return {
    interim: pack.interim, keyId: pack.keyId, manifest: pack.manifest, signature: Buffer.from(pack.signature).toString('base64'),
    files: pack.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256, what: what[name] ?? '' })),
  }
}
