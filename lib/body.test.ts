import { expect, test } from 'vitest'
import { readBytes } from './body'

const refusal = () => new Error('too large')

function streamed(chunks: number, onPull: () => void): Request {
  let left = chunks
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      onPull()
      if (left === 0) controller.close()
      else controller.enqueue(new Uint8Array(10).fill(left -= 1))
    },
  }, { highWaterMark: 0 })
  return new Request('http://test/', { method: 'POST', body, duplex: 'half' } as RequestInit)
}

test('a body of exactly the limit is read whole', async () => {
  expect((await readBytes(streamed(3, () => undefined), 30, refusal)).byteLength).toBe(30)
  expect((await readBytes(new Request('http://test/'), 30, refusal)).byteLength).toBe(0)
})

test('a body without a length is read no further than its limit', async () => {
  let pulled = 0
  await expect(readBytes(streamed(1_000_000, () => { pulled += 1 }), 30, refusal)).rejects.toThrow('too large')
  expect(pulled).toBeLessThan(10)
})
