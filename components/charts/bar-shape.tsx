import type { Tone } from './tones'
import { inkOf } from './tones'

type Place = { x?: number; y?: number; width?: number; height?: number }

const HALF = 0.5
const SHORTEST = 2
const CROSS_GAP = 9

/** One piece of a stacked bar: filled or an outline that stays inside its place; `crossed` puts the heavy cross above it. */
export function barShape(tone: Tone, outline: boolean, crossed: boolean) {
  return function Piece({ x = 0, y = 0, width = 0, height = 0 }: Place) {
    if (height <= 0 || width <= 0) return <g />
    // A single call beside thousands must still be seen.
    const tall = Math.max(height, SHORTEST)
    const top = y - (tall - height)
    const ink = inkOf(tone)
    const middle = x + width / 2
    return (
      <g>
        {outline
          ? <rect x={x + HALF} y={top + HALF} width={Math.max(width - 1, HALF)} height={Math.max(tall - 1, HALF)} fill="none" stroke={ink} />
          : <rect x={x} y={top} width={width} height={tall} fill={ink} />}
        {crossed ? <path d={`M${middle - 2.5} ${top - CROSS_GAP}l5 5m0-5l-5 5`} stroke={ink} strokeWidth="1.7" fill="none" /> : null}
      </g>
    )
  }
}
