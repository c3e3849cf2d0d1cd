import { describe, expect, test } from 'vitest'
import { type Figures, quantile, type QualityAnswer, type QualityInput, reviewQuality } from './quality'
import { passedOverSentence, qualitySentences } from './quality-sentences'

let at = 0
const answer = (more: Partial<QualityAnswer> = {}): QualityAnswer => ({
  itemId: 'i1', stage: 1, iteration: 1, personId: 'ana', answer: 'keep', at: (at += 60_000), seconds: 10, opened: true, bulkId: null, overrode: false, reason: false, superseded: false, ...more,
})
const input = (answers: QualityAnswer[], more: Partial<QualityInput> = {}): QualityInput => ({
  items: [...new Set(answers.map((one) => one.itemId))].map((id) => ({ id, flagged: false, synthetic: false })), answers,
  tasks: answers.map(({ itemId, stage, iteration, personId }) => ({ itemId, stage, iteration, personId, ended: false, passedOver: false })), lastStageClosed: true, ...more,
})
const many = (count: number, more: (place: number) => Partial<QualityAnswer>) => Array.from({ length: count }, (_, place) => answer({ itemId: `i${place}`, ...more(place) }))
const all = (answers: QualityAnswer[], more: Partial<QualityInput> = {}): Figures => reviewQuality(input(answers, more)).all

describe('figures', () => {
  const cases: [string, Figures, Partial<Figures>][] = [
    ['answers that stand are counted by what they say', all(many(4, (place) => ({ answer: (['keep', 'shorten', 'narrow', 'revoke'] as const)[place] ?? 'keep' }))), { answers: 4, keeps: 1, restricted: 2, revocations: 1, abstentions: 0 }],
    ['an answer taken back counts as changed and as nothing else', all([answer({ superseded: true, answer: 'revoke', overrode: true, seconds: 1 }), answer()]), { answers: 1, keeps: 1, revocations: 0, changed: 1, overrode: 0, timed: 1, underTwo: 0 }],
    ['median and tenth are of the answers timed one at a time', all(many(10, (place) => ({ seconds: place + 1 }))), { timed: 10, medianSeconds: 5, p10Seconds: 1, underTwo: 1 }],
    ['an answer over the interface has no time, which is not zero', all(many(3, () => ({ seconds: null }))), { single: 3, timed: 0, medianSeconds: null, underTwo: 0, blindKeeps: 0 }],
    ['seconds of a bulk answer are nobody’s seconds on a row', all(many(3, () => ({ seconds: 0.1, bulkId: 'b' }))), { single: 0, timed: 0, bulkAnswers: 3, batches: [3] }],
    ['batches stand with their sizes, the largest first', all(many(5, (place) => ({ bulkId: place < 2 ? 'a' : 'b' }))), { bulkAnswers: 5, batches: [3, 2] }],
    ['a keep is blind when it was fast and the evidence stayed closed', all(many(4, (place) => ({ seconds: 1, opened: place === 0, answer: place === 3 ? 'revoke' : 'keep' }))), { timedKeeps: 3, blindKeeps: 2, underTwo: 4 }],
    ['two seconds are not under two seconds', all(many(1, () => ({ seconds: 2, opened: false }))), { underTwo: 0, blindKeeps: 0 }],
    ['the peak is the fullest minute, the minute’s end apart', all(many(4, (place) => ({ at: [0, 30_000, 59_999, 60_000][place] ?? 0 }))), { peakPerMinute: 3 }],
    ['of all, the peak is of one person: two who work at once are not fast', all([answer({ at: 0 }), answer({ at: 1, personId: 'max', itemId: 'i2' })]), { peakPerMinute: 1 }],
    ['flagged items are told apart among what was answered singly', all(many(3, (place) => ({ opened: place === 0, bulkId: place === 2 ? 'b' : null })), { items: [0, 1, 2].map((place) => ({ id: `i${place}`, flagged: true, synthetic: false })) }), { single: 2, opened: 1, flagged: 2, flaggedOpened: 1 }],
    ['two who contradict each other on an item are one conflict', all([answer(), answer({ personId: 'max', answer: 'revoke' })]), { conflicts: 1 }],
    ['an abstention contradicts nobody', all([answer(), answer({ personId: 'max', answer: 'abstain' })]), { conflicts: 0, abstentions: 1 }],
    ['another stage may say the contrary without a conflict', all([answer(), answer({ personId: 'max', answer: 'revoke', stage: 2 })]), { conflicts: 0 }],
    ['nothing answered is no figure', all([]), { answers: 0, medianSeconds: null, p10Seconds: null, peakPerMinute: 0, batches: [] }],
  ]
  test.each(cases)('%s', (_title, found, wanted) => expect(found).toMatchObject(wanted))

  test('a task that ended is not asked any more', () => {
    const found = reviewQuality(input([answer()], { tasks: [{ itemId: 'i1', stage: 1, iteration: 1, personId: 'ana', ended: true, passedOver: false }, { itemId: 'i1', stage: 1, iteration: 1, personId: 'max', ended: false, passedOver: true }] }))
    expect(found.byPerson.map((one) => [one.personId, one.figures.asked, one.figures.answers])).toEqual([['ana', 0, 1], ['max', 1, 0]])
    expect(passedOverSentence(found)).toBe('For 1 item somebody first in line could not be asked, and the next was; each says why.')
  })

  test('each person stands with their own figures, in the order of ids', () => {
    const found = reviewQuality(input([answer({ personId: 'max' }), answer({ personId: 'ana', answer: 'revoke', itemId: 'i2' })]))
    expect(found.byPerson.map((one) => [one.personId, one.figures.keeps, one.figures.revocations])).toEqual([['ana', 0, 1], ['max', 1, 0]])
  })

  test('every timed answer is in one place of the histogram', () => {
    const found = reviewQuality(input(many(200, (place) => ({ seconds: place * 3, answer: place % 3 === 0 ? 'revoke' : 'keep' }))))
    expect(found.seconds.reduce((sum, one) => sum + one.keeps + one.others, 0)).toBe(200)
  })

  test('the quantile is a value that was measured', () => {
    expect([quantile([], 0.5), quantile([7], 0.1), quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 1)]).toEqual([null, 7, 2, 4])
  })
})

describe('canaries', () => {
  const items = [{ id: 'i0', flagged: false, synthetic: true }, { id: 'i1', flagged: false, synthetic: true }, { id: 'i2', flagged: false, synthetic: true }]
  const answers = many(3, (place) => ({ answer: (['revoke', 'keep', 'abstain'] as const)[place] ?? 'keep' }))

  test('caught is revoked, missed is kept, and “can’t tell” is neither', () => {
    expect(all(answers, { items }).canaries).toEqual({ asked: 3, caught: 1, missed: 1 })
  })

  test('nothing is told of them while a stage may still ask', () => {
    const running = all(answers, { items, lastStageClosed: false })
    expect(running.canaries).toBeNull()
    expect(qualitySentences(running).map((one) => one.kind)).not.toContain('canaries')
  })
})

describe('sentences', () => {
  test('signs of rubber-stamping are facts with both numbers', () => {
    const found = qualitySentences(all(many(40, (place) => ({ seconds: place < 31 ? 1 : 20, opened: place >= 31 }))))
    expect(found.find((one) => one.kind === 'blind_keeps')).toEqual({ kind: 'blind_keeps', text: '31 of 40 keeps took under 2 s without opening the evidence.', sign: true })
    expect(found.find((one) => one.kind === 'said')).toEqual({ kind: 'said', text: 'All 40 answers are keep.', sign: true })
  })

  test('three fast keeps are told, and are no sign of anything', () => {
    expect(qualitySentences(all(many(3, () => ({ seconds: 1, opened: false })))).find((one) => one.kind === 'blind_keeps')).toMatchObject({ sign: false })
  })

  test('what was not timed is said, not taken for nothing', () => {
    expect(qualitySentences(all(many(2, () => ({ seconds: null })))).find((one) => one.kind === 'pace')?.text).toBe('No time is known of 2 answers given one at a time: over the interface nobody counts seconds.')
  })

  test('no sentence judges a person', () => {
    const texts = qualitySentences(all(many(60, (place) => ({ seconds: 0.5, opened: false, at: place * 100, bulkId: place > 50 ? 'b' : null, superseded: place === 3 })))).map((one) => one.text).join(' ')
    expect(texts).not.toMatch(/careless|bad|poor|good|rubber|suspicious|score|rank/i)
  })
})
