/** A source of pseudo-random numbers that gives the same sequence for the same seed. */
export type Rng = {
  /** Uniform in [0, 1). */
  next: () => number
  /** A whole number in [0, below). */
  below: (below: number) => number
  /** One of the list, which must not be empty. */
  pick: <T>(list: readonly T[]) => T
  chance: (probability: number) => boolean
  /** `digits` lower-case hex digits. */
  hex: (digits: number) => string
}

/** Hex digits that differ for events of different seconds: beside random ones, so that 200,000 ids are all different. */
export function secondsHex(at: number): string {
  return Math.floor(at / 1000).toString(16).padStart(8, '0')
}

/** mulberry32 over an FNV-1a hash of the seed: small, fast and even enough for example data. Never for secrets. */
export function rng(seed: string): Rng {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i += 1) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (list) => {
      const value = list[below(list.length)]
      if (value === undefined) throw new Error('There is nothing to pick from.')
      return value
    },
    chance: (probability) => next() < probability,
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += Math.floor(next() * 4_294_967_296).toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}
