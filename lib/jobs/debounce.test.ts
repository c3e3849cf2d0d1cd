import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { debounced } from './debounce'

beforeEach(() => { vi.useFakeTimers({ now: 0 }) })
afterEach(() => { vi.useRealTimers() })

function recorded() {
  const runs: { at: number; latest: number }[] = []
  const failures: unknown[] = []
  const news = debounced(async (latest) => { runs.push({ at: Date.now(), latest: latest.getTime() }) }, { quiet: 100, atMost: 250 }, (error) => failures.push(error))
  return { runs, failures, news }
}

test('the work is told of the latest call, since what began before it has not seen it', async () => {
  const { runs, news } = recorded()
  news.call()
  await vi.advanceTimersByTimeAsync(60)
  news.call()
  await vi.advanceTimersByTimeAsync(200)
  expect(runs).toEqual([{ at: 160, latest: 60 }])
})

test('calls that never cease put the work off no longer than allowed', async () => {
  const { runs, news } = recorded()
  for (let i = 0; i < 10; i += 1) {
    news.call()
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(runs.map(({ at }) => at)).toEqual([250, 500])
})

test('a call during a run asks for another one, and after a stop for none', async () => {
  const times: number[] = []
  let finish = (): void => undefined
  const news = debounced(() => new Promise((resolve) => { times.push(Date.now()); finish = resolve }), { quiet: 100, atMost: 250 }, () => undefined)
  news.call()
  await vi.advanceTimersByTimeAsync(150)
  news.call()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(times).toEqual([100])
  finish()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(times).toHaveLength(2)
  finish()
  await news.stop()
  news.call()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(times).toHaveLength(2)
})
