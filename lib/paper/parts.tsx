import { Polyline, Rect, Svg, Text, View } from '@react-pdf/renderer'
import type { ReactNode } from 'react'
import { cut, folded, shown } from './fonts'
import { INK, style } from './style'

/** A strong line, a heading, its sentence, and what it is about. */
export function Section({ title, note, children }: { title: string; note?: string; children?: ReactNode }) {
  return (
    <View style={style.section}>
      <View minPresenceAhead={60}>
        <Text style={style.h2}>{title}</Text>
        {note === undefined ? null : <Text style={style.note}>{note}</Text>}
      </View>
      {children}
    </View>
  )
}

export type PaperColumn = { head: string; width: number; /** Characters at most; what is longer is cut, and whole in the files. */ most?: number }

/** Letters of 8 points in a hundredth of the page's width: so many fit even if they are wide, and so many of a usual name. */
const WIDE = 0.98
const USUAL = 1.2

/** Rows with fixed widths (per cent). A row is never broken by a page's end. */
export function Table({ columns, rows }: { columns: readonly PaperColumn[]; rows: readonly (readonly string[])[] }) {
  return (
    <View>
      <View style={style.headRow} minPresenceAhead={40}>{columns.map((column) => <Text key={column.head} style={[style.cell, style.small, { width: `${column.width}%` }]}>{column.head}</Text>)}</View>
      {rows.map((row, place) => (
        // A row has no identity but its place.
        <View key={place} style={style.row} wrap={false}>
          {columns.map((column, at) => <Text key={column.head} style={[style.cell, { width: `${column.width}%` }]}>{folded(shown(row[at] ?? '', column.most), Math.floor(column.width * WIDE))}</Text>)}
        </View>
      ))}
    </View>
  )
}

/** Cuts rows into pages by the lines that they will take: laying out many pages by search takes long, and nobody else is served meanwhile. */
export function pagesOf(columns: readonly PaperColumn[], rows: readonly (readonly string[])[], lines: number): (readonly string[])[][] {
  const pages: (readonly string[])[][] = []
  let left = 0
  for (const row of rows) {
    const height = 0.6 + Math.max(...columns.map((column, at) => linesOf(row[at] ?? '', column)))
    left -= height
    const page = pages.at(-1)
    if (page === undefined || left < 0) {
      pages.push([row])
      left = lines - height
    } else page.push(row)
  }
  return pages
}

/** Generous: a line is rarely full. */
function linesOf(text: string, column: PaperColumn): number {
  return Math.ceil(Math.min(text.length, column.most ?? text.length) / Math.max(1, column.width * WIDE))
}

/**
 * A page's worth of rows of one line each, what is longer cut with a sign. Each column is one text: laying out a thousand rows cell by
 * cell takes seconds, in which nobody else is served.
 */
export function Lines({ columns, rows }: { columns: readonly PaperColumn[]; rows: readonly (readonly string[])[] }) {
  return (
    <View>
      <View style={style.headRow}>{columns.map((column) => <Text key={column.head} style={[style.cell, style.small, { width: `${column.width}%` }]}>{column.head}</Text>)}</View>
      <View style={{ flexDirection: 'row' }}>
        {columns.map((column, at) => <Text key={column.head} style={[style.column, { width: `${column.width}%` }]}>{rows.map((row) => cut(shown(row[at] ?? ''), Math.floor(column.width * USUAL))).join('\n')}</Text>)}
      </View>
    </View>
  )
}

/** Counts as bars from a common line, each with its number: how much of all. */
export function Bars({ items, total }: { items: readonly { label: string; count: number }[]; total: number }) {
  const width = 300
  return (
    <View>
      {items.map(({ label, count }) => (
        <View key={label} style={{ flexDirection: 'row', alignItems: 'center', marginTop: 3 }}>
          <Text style={{ width: 70 }}>{label}</Text>
          <Svg width={width} height={9}><Rect x={0} y={8} width={width} height={0.6} fill={INK.line} /><Rect x={0} y={0} width={total === 0 ? 0 : (count / total) * width} height={8.6} fill={INK.used} /></Svg>
          <Text style={{ marginLeft: 8 }}>{count.toLocaleString('en-US')} of {total.toLocaleString('en-US')}</Text>
        </View>
      ))}
    </View>
  )
}

/** What was left at the end of each day, as steps. */
export function BurnDown({ days, total }: { days: readonly { day: string; left: number }[]; total: number }) {
  const width = 420
  const height = 84
  const step = width / Math.max(1, days.length)
  const y = (left: number) => (total === 0 ? height : 2 + (height - 2) * (1 - left / total))
  const points = [`0,${y(total)}`, ...days.flatMap(({ left }, place) => [`${place * step},${y(left)}`, `${(place + 1) * step},${y(left)}`])].join(' ')
  const last = days.at(-1)
  return (
    <View wrap={false}>
      <View style={{ flexDirection: 'row' }}>
        <View style={{ width: 34, height, justifyContent: 'space-between' }}><Text style={style.label}>{total.toLocaleString('en-US')}</Text><Text style={style.label}>0</Text></View>
        <Svg width={width} height={height + 1}>
          <Rect x={0} y={height} width={width} height={0.8} fill={INK.strong} />
          <Rect x={0} y={2} width={width} height={0.5} fill={INK.line} />
          <Polyline points={points} stroke={INK.accent} strokeWidth={1.6} fill="none" />
        </Svg>
      </View>
      <View style={{ flexDirection: 'row', justifyContent: 'space-between', width: width + 34, paddingLeft: 34 }}>
        <Text style={style.label}>{days[0]?.day ?? ''}</Text>
        {last === undefined ? null : <Text style={style.label}>{last.day}: {last.left.toLocaleString('en-US')} without an answer</Text>}
      </View>
    </View>
  )
}
