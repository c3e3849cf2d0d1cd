'use client'

import { useId, useMemo, useSyncExternalStore } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { barShape } from './bar-shape'
import { type CallBar, coarser, GAP_WORDS, labelPlaces, roundTicks, shortTime, type StageMarkAt } from './offboarding-calls-model'
import { GapLayer, MarkLayer } from './offboarding-marks'
import { TableTwin } from './table-twin'

export type OffboardingCallsProps = {
  /** The answer in words. */
  label: string
  /** Equal steps without a hole, oldest first. */
  bars: readonly CallBar[]
  stepMs: number
  /** When each stage began, in order. */
  marks: readonly StageMarkAt[]
  now: string
  /** What the hatch is, in words. */
  gapWords?: string
}

const TALL = 188
const NARROW_TALL = 150
const DAY = 86_400_000
const TOP = 30
const EXECUTED = barShape('used', false, false)
const REFUSED = barShape('used', true, false)

/**
 * Calls before and after each stage: executed filled, refused as an outline, hatched where nobody listened. On a narrow screen the
 * steps are days and the stages are numbers, rather than everything smaller.
 */
export function OffboardingCalls({ label, bars, stepMs, marks, now, gapWords = 'no telemetry' }: OffboardingCallsProps) {
  const hatch = useId()
  const narrow = useNarrow()
  const step = narrow ? DAY : stepMs
  const shown = useMemo(() => (narrow ? coarser(bars, DAY) : [...bars]), [bars, narrow])
  const from = Date.parse(shown[0]?.at ?? now)
  const to = from + shown.length * step
  const places = useMemo(() => labelPlaces(marks), [marks])
  const ticks = useMemo(() => roundTicks(shown.reduce((most, bar) => Math.max(most, bar.executed + bar.refused), 0), narrow ? 2 : 3), [shown, narrow])
  const tall = narrow ? NARROW_TALL : TALL
  return (
    <div className="plot">
      <Keys bars={shown} words={gapWords} />
      <div className="canvas" role="img" aria-label={label}>
        <ResponsiveContainer width="100%" height={tall} initialDimension={{ width: 960, height: tall }}>
          <BarChart data={shown} margin={{ top: TOP, right: 0, bottom: 0, left: 0 }} barCategoryGap="12%" accessibilityLayer={false}>
            <defs>
              <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--unknown-wash)" /><path d="M0 0v6" stroke="var(--unknown)" /></pattern>
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <GapLayer bars={shown} step={step} from={from} to={to} fill={`url(#${hatch})`} now={Date.parse(now)} />
            <XAxis dataKey="at" tickFormatter={(at: string) => shortTime(at)} ticks={dayTicks(shown, narrow)} tickLine={false} interval="preserveStartEnd" minTickGap={24} height={22} />
            <YAxis width={narrow ? 30 : 40} tickLine={false} axisLine={false} allowDecimals={false} domain={[0, ticks.at(-1) ?? 4]} ticks={ticks} tickFormatter={(value: number) => value.toLocaleString('en-US')} />
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--bg-hover)' }} content={<Tip bars={shown} step={step} />} />
            <Bar dataKey="executed" stackId="all" isAnimationActive={false} shape={EXECUTED} />
            <Bar dataKey="refused" stackId="all" isAnimationActive={false} shape={REFUSED} />
            <MarkLayer places={places} from={from} to={to} now={Date.parse(now)} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      {narrow && marks.length > 0 ? <p className="lab">per day; {places.map((place) => `${place.number} ${place.name}`).join(', ')}</p> : null}
      <TableTwin
        caption={label} heads={['From, UTC', 'executed', 'refused', 'telemetry']}
        rows={bars.map((bar) => ({ id: bar.at, cells: [`${shortTime(bar.at)} ${bar.at.slice(11, 16)}`, bar.executed.toLocaleString('en-US'), bar.refused.toLocaleString('en-US'), GAP_WORDS[bar.gap]] }))}
      />
    </div>
  )
}

function Keys({ bars, words }: { bars: readonly CallBar[]; words: string }) {
  const part = bars.some((bar) => bar.gap === 'part')
  return (
    <div className="keys">
      <span className="tone-used"><i className="filled" />executed</span>
      <span className="tone-used"><i className="hollow" />refused</span>
      {part || bars.some((bar) => bar.gap === 'all') ? <span className="tone-unknown"><i className="gap" />{words}{part ? '; low hatch: for part of the step' : ''}</span> : null}
    </div>
  )
}

/** What one step holds, under the pointer. The chart library hands in `active` and `label`. */
function Tip({ active, label, bars, step }: { active?: boolean; label?: string | number; bars: readonly CallBar[]; step: number }) {
  const bar = bars.find((one) => one.at === label)
  if (active !== true || bar === undefined) return null
  return <div className="chart-tip"><b>{shortTime(bar.at)}{step < DAY ? `, ${bar.at.slice(11, 16)} UTC` : ''}</b><p>{bar.executed.toLocaleString('en-US')} executed, {bar.refused.toLocaleString('en-US')} refused</p>{bar.gap === 'none' ? null : <p>{GAP_WORDS[bar.gap]}</p>}</div>
}

/** Midnights, every other one where there is room for few. */
function dayTicks(bars: readonly CallBar[], narrow: boolean): string[] {
  const days = bars.filter((bar) => bar.at.slice(11, 16) === '00:00').map((bar) => bar.at)
  const every = Math.max(1, Math.ceil(days.length / (narrow ? 4 : 11)))
  return days.filter((_, place) => place % every === 0)
}

const QUERY = '(max-width: 700px)'

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(QUERY)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(QUERY).matches,
    () => false,
  )
}
