/** What a file of a signed pack is, by its ending. */
export const PACK_TYPES: Record<string, string> = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson', json: 'application/json', pem: 'application/x-pem-file', sh: 'text/plain; charset=utf-8', txt: 'text/plain; charset=utf-8', zip: 'application/zip' }

/** A file to be kept, under a name that is one in every file system. */
export function downloadHeaders(name: string, bytes: number): Record<string, string> {
  return { 'content-type': PACK_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream', 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`, 'content-length': String(bytes) }
}
