/** What a colour stands for; the tokens say which it is. c1 to c6 are series without a meaning of their own, in that order. */
export type Tone = 'used' | 'critical' | 'high' | 'medium' | 'low' | 'unknown' | 'c1' | 'c2' | 'c3' | 'c4' | 'c5' | 'c6'

/** The token of a tone, for an SVG attribute. */
export function inkOf(tone: Tone): string {
  return tone === 'used' ? 'var(--x-used)' : `var(--${tone})`
}
