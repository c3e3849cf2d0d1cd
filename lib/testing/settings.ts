import { afterAll, beforeAll } from 'vitest'
import { env, type Env } from '@/lib/env'

/** The operator's settings of this test file; afterwards they are as before, since files of one worker share what the process was told. */
export function useSettings(settings: Partial<Env>): void {
  const kept: Partial<Env> = {}
  beforeAll(() => {
    for (const name of Object.keys(settings) as (keyof Env)[]) Object.assign(kept, { [name]: env()[name] })
    Object.assign(env(), settings)
  })
  afterAll(() => { Object.assign(env(), kept) })
}
