/** A piece of a text: in both, or only in the one it belongs to. */
export type Segment = { text: string; is: 'same' | 'added' | 'removed' }

/** Words of each text that are compared; longer ones are shown as replaced between their common ends. */
const COMPARED = 600

/** Two texts, word by word: the longest common run of words stays, the rest is marked. Joined, the segments give back each text. */
export function diffWords(before: string, after: string): { before: Segment[]; after: Segment[] } {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1
  const middle = between(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  const start = old.slice(0, head)
  const end = tail === 0 ? [] : old.slice(old.length - tail)
  return { before: joined(start, middle.before, end), after: joined(start, middle.after, end) }
}

/** Words with the space behind them kept as words of its own, so that nothing is lost. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[^\s]+/gu) ?? []
}

type Word = { text: string; is: Segment['is'] }

function between(old: readonly string[], now: readonly string[]): { before: Word[]; after: Word[] } {
  const common = old.length <= COMPARED && now.length <= COMPARED ? longestCommon(old, now) : { before: new Set<number>(), after: new Set<number>() }
  return {
    before: old.map((text, at) => ({ text, is: common.before.has(at) ? 'same' : 'removed' })),
    after: now.map((text, at) => ({ text, is: common.after.has(at) ? 'same' : 'added' })),
  }
}

/** The places of a longest common subsequence in both, by the usual table. */
function longestCommon(old: readonly string[], now: readonly string[]): { before: Set<number>; after: Set<number> } {
  const width = now.length + 1
  const table = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number): number => table[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) table[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const found = { before: new Set<number>(), after: new Set<number>() }
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i] === now[j]) {
      found.before.add(i)
      found.after.add(j)
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return found
}

/** Neighbours of one sort become one segment. */
function joined(start: readonly string[], middle: readonly Word[], end: readonly string[]): Segment[] {
  const same = (text: string): Word => ({ text, is: 'same' })
  const segments: Segment[] = []
  for (const { text, is } of [...start.map(same), ...middle, ...end.map(same)]) {
    const last = segments.at(-1)
    if (last?.is === is) last.text += text
    else segments.push({ text, is })
  }
  return segments
}
