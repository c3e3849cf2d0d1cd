import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants, crc32, createDeflateRaw, createInflateRaw } from 'node:zlib'
import { Zip, type ZipInputFile } from 'fflate'

/** A finished file of a pack: its hash and size, and its bytes deflated, so that a large one stays small while others are written. */
export type PackedFile = { name: string; bytes: number; sha256: string; crc: number; deflated: Uint8Array<ArrayBuffer>[] }

export type PackWriter = { write: (text: string | Uint8Array) => Promise<void>; end: () => Promise<PackedFile> }

/** Takes a file part by part. Deflating runs beside the process's own thread, so that others are served meanwhile. */
export function packWriter(name: string): PackWriter {
  const stream = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION })
  const hash = createHash('sha256')
  const deflated: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  let crc = 0
  stream.on('data', (part: Buffer) => deflated.push(new Uint8Array(part)))
  return {
    async write(text) {
      const part = typeof text === 'string' ? Buffer.from(text, 'utf8') : text
      bytes += part.byteLength
      crc = crc32(part, crc)
      hash.update(part)
      if (!stream.write(part)) await once(stream, 'drain')
    },
    async end() {
      const ended = once(stream, 'end')
      stream.end()
      await ended
      return { name, bytes, sha256: hash.digest('hex'), crc, deflated }
    },
  }
}

/** A file that is there whole. */
export async function packedFile(name: string, content: string | Uint8Array): Promise<PackedFile> {
  const writer = packWriter(name)
  await writer.write(content)
  return writer.end()
}

/** The bytes of a packed file, as they were, part by part. */
export function unpacked(file: PackedFile): ReadableStream<Uint8Array> {
  const stream = createInflateRaw()
  const parts = stream[Symbol.asyncIterator]()
  const feed = async () => {
    for (const part of file.deflated) if (!stream.write(part)) await once(stream, 'drain')
    stream.end()
  }
  const fed = feed().catch(() => undefined)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done === true) controller.close()
      else controller.enqueue(new Uint8Array(value as Buffer))
    },
    async cancel() {
      stream.destroy()
      await fed
    },
  })
}

/** One ZIP (APPNOTE 4.4.5: deflate) of files that are packed already. `at`: the time that all of them bear. */
export function zipOf(files: readonly PackedFile[], at: Date): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const zip = new Zip((error, part) => {
    if (error !== null) throw error
    parts.push(part)
  })
  for (const file of files) {
    // 3 = Unix, so that verify.sh is a program wherever it is unpacked.
    const entry: ZipInputFile = { filename: file.name, size: file.bytes, crc: file.crc, compression: 8, mtime: at, os: 3, attrs: (file.name.endsWith('.sh') ? 0o100755 : 0o100644) << 16 }
    zip.add(entry)
    const { ondata } = entry
    if (ondata === undefined) throw new Error('The archive takes no data.')
    for (const [place, part] of file.deflated.entries()) ondata(null, part, place === file.deflated.length - 1)
  }
  zip.end()
  return new Uint8Array(Buffer.concat(parts))
}
