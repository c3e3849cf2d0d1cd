/**
 * The bytes of a request's body, up to and including `limit`; beyond it throws what `refusal` makes. Reads chunk by chunk, so that
 * a body that states no length, or a false one, never occupies more than the limit.
 */
export async function readBytes(request: Request, limit: number, refusal: () => Error): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw refusal()
  if (request.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) throw refusal()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
