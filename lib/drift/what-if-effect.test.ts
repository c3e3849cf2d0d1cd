import { describe, expect, it } from 'vitest'
import { VERDICTS, type Verdict } from '@/lib/grants/model'
import { effectOf } from './what-if-effect'
import { OUTCOMES_AFTER, type VerdictAfter, type WhatIfAnswer, type WhatIfRow } from './what-if-model'

const row = (target: string, before: Verdict, after: VerdictAfter, calls = 1): WhatIfRow => ({
  server: 'github', kind: 'tool_call', target, access: 'read', accessAfter: 'read', agent: 'triage', client: null, human: null, resourceKeys: [], before, after, grantIdBefore: null, grantIdAfter: null,
  calls, executed: calls, firstAt: '2026-11-20T00:00:00.000Z', lastAt: '2026-11-20T00:00:00.000Z',
})
const answer = (rows: WhatIfRow[], rowCount = rows.length): WhatIfAnswer => ({
  window: { from: '', to: '' }, calls: 0, newlyRefused: 0, newlyCovered: 0, unknown: 0, rows, rowCount,
  before: Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as WhatIfAnswer['before'], after: Object.fromEntries(OUTCOMES_AFTER.map((verdict) => [verdict, 0])) as WhatIfAnswer['after'],
})

describe('what a change does beside what today’s grants do', () => {
  it('is nothing when both judge alike, however much both differ from then', () => {
    const rows = [row('a', 'granted', 'lapsed', 40), row('b', 'ungranted', 'unknown', 9)]
    expect(effectOf(answer(rows), answer(rows))).toMatchObject({ refused: 0, covered: 0, unknown: 0, rows: [], complete: true })
  })

  it('counts what is refused, covered and untold by the change alone', () => {
    const today = answer([row('lapsed before', 'granted', 'lapsed', 40)])
    const changed = answer([row('lapsed before', 'granted', 'lapsed', 40), row('cut', 'granted', 'ungranted', 3), row('given', 'ungranted', 'granted', 5), row('untold', 'granted', 'unknown', 2)])
    const effect = effectOf(today, changed)
    expect(effect).toMatchObject({ refused: 3, covered: 5, unknown: 2 })
    expect(effect.rows.map(({ target, today: by, after }) => [target, by, after])).toEqual([['given', 'ungranted', 'granted'], ['cut', 'granted', 'ungranted'], ['untold', 'granted', 'unknown']])
  })

  it('sees what the change puts right again', () => {
    expect(effectOf(answer([row('a', 'granted', 'lapsed', 4)]), answer([]))).toMatchObject({ refused: 0, covered: 4, rows: [{ today: 'lapsed', after: 'granted' }] })
  })

  it('says when only a part was compared', () => expect(effectOf(answer([], 300), answer([])).complete).toBe(false))
})
