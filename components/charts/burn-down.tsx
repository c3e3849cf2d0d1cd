'use client'

import { CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { TableTwin } from './table-twin'

/** One day: what was left at its end (null = still to come), how many were done on it, and what a steady pace would have left. */
export type BurnDownDay = { day: string; label: string; done: number; left: number | null; ideal: number }

const TALL = 170

/** What is left, day by day, against a steady pace to the deadline. The figures are in the table below. */
export function BurnDown({ label, days, deadline, unit }: { /** The answer in words. */ label: string; days: readonly BurnDownDay[]; /** The `day` on which it ends. */ deadline: string; unit: string }) {
  const names = new Map(days.map((one) => [one.day, one.label]))
  const most = days.reduce((max, one) => Math.max(max, one.left ?? 0, one.ideal), 0)
  const marks = names.has(deadline) ? [deadline] : []
  return (
    <div className="plot">
      <div className="canvas" role="img" aria-label={label}>
        <ResponsiveContainer width="100%" height={TALL} initialDimension={{ width: 720, height: TALL }}>
          <ComposedChart data={[...days]} margin={{ top: 16, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="day" tickFormatter={(day: string) => names.get(day) ?? ''} tickLine={false} interval="preserveStartEnd" minTickGap={40} height={22} />
            <YAxis width={44} tickLine={false} axisLine={false} allowDecimals={false} domain={[0, Math.max(most, 1)]} tickCount={4} tickFormatter={(value: number) => value.toLocaleString('en-US')} />
            {marks.map((day) => <ReferenceLine key={day} x={day} stroke="var(--ink-3)" strokeDasharray="2 3" label={{ value: 'deadline', position: 'insideTopRight', offset: 4 }} />)}
            <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<Tip days={days} unit={unit} />} />
            <Line dataKey="ideal" stroke="var(--ink-3)" strokeDasharray="5 4" strokeWidth={1} dot={false} activeDot={false} isAnimationActive={false} />
            <Line dataKey="left" stroke="var(--c1)" strokeWidth={2} dot={{ r: 2.5, fill: 'var(--c1)', strokeWidth: 0 }} activeDot={{ r: 4 }} isAnimationActive={false} />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <div className="keys">
        <span><svg width="18" height="8" aria-hidden="true"><path d="M0 4h18" stroke="var(--c1)" strokeWidth="2" /><circle cx="9" cy="4" r="2.5" fill="var(--c1)" /></svg>left at the end of the day</span>
        <span><svg width="18" height="8" aria-hidden="true"><path d="M0 4h18" stroke="var(--ink-3)" strokeDasharray="5 4" /></svg>at a steady pace</span>
      </div>
      <TableTwin caption={label} heads={['Day', 'Answered', 'Left', 'At a steady pace']} rows={days.map((one) => ({ id: one.day, cells: [one.label, one.done.toLocaleString('en-US'), one.left === null ? 'to come' : one.left.toLocaleString('en-US'), Math.round(one.ideal).toLocaleString('en-US')] }))} />
    </div>
  )
}

/** What one day holds, under the pointer. The chart library hands in `active` and `label`. */
function Tip({ active, label, days, unit }: { active?: boolean; label?: string | number; days: readonly BurnDownDay[]; unit: string }) {
  const day = days.find((one) => one.day === label)
  if (active !== true || day === undefined) return null
  return <div className="chart-tip"><b>{day.label}</b><p>{day.left === null ? 'to come' : `${day.left.toLocaleString('en-US')} ${unit} left, ${day.done.toLocaleString('en-US')} answered`}</p><p>{Math.round(day.ideal).toLocaleString('en-US')} at a steady pace</p></div>
}
