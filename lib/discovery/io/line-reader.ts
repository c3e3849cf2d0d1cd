const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines, each at most `most` bytes long. Joins only when a line is whole, so that drops of bytes stay cheap. */
export class LineReader {
  private parts: Uint8Array[] = []
  private bytes = 0

  constructor(private readonly most: number, private readonly take: (line: string) => void) {}

  /** False when a line has become longer than allowed; nothing more should be pushed then. */
  push(chunk: Uint8Array): boolean {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      if (!this.keep(chunk.subarray(from, at))) return false
      const line = Buffer.concat(this.parts).toString('utf8').replace(/\r$/, '')
      this.parts = []
      this.bytes = 0
      from = at + 1
      this.take(line)
    }
    return this.keep(chunk.subarray(from))
  }

  private keep(part: Uint8Array): boolean {
    if (part.byteLength > 0) this.parts.push(part)
    this.bytes += part.byteLength
    return this.bytes <= this.most
  }
}
