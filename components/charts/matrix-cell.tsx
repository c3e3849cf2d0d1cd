import Link from 'next/link'
import type { CSSProperties } from 'react'
import { Glyph } from '@/components/ui/glyph'

export type MatrixCell = {
  /** Tools granted and used; granted and not used; granted and not evaluable. */
  used: number
  unused: number
  unknown: number
  /** Tools called without a grant: executed, and only blocked. */
  executed: number
  blocked: number
  href: string
}

const LONGEST = 12

/** "7 used, 1 unused, 1 ungranted and executed". */
export function cellWords(cell: MatrixCell | undefined): string {
  if (cell === undefined) return 'nothing declared, nothing seen'
  const parts: [number, string][] = [[cell.used, 'used'], [cell.unused, 'unused'], [cell.unknown, 'not evaluable'], [cell.executed, 'ungranted, executed'], [cell.blocked, 'ungranted, blocked']]
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join('; ') || 'nothing declared, nothing seen'
}

const steps = (count: number, scale: number): CSSProperties => ({ '--n': Math.max(count * scale, 0.5) }) as CSSProperties

/** A bar with one step per tool; over twelve it is cut, with a mark, and the words keep the exact figures. */
export function CellBar({ cell, label, tabIndex }: { cell: MatrixCell; label: string; tabIndex: 0 | -1 }) {
  const held = cell.used + cell.unused + cell.unknown
  const scale = held > LONGEST ? LONGEST / held : 1
  return (
    <Link className="c" href={cell.href} title={label} tabIndex={tabIndex} prefetch={false} scroll={false}>
      <span className="vh">{label}</span>
      {cell.used > 0 ? <i className="u" style={steps(cell.used, scale)} /> : null}
      {cell.unused > 0 ? <i className="h" style={steps(cell.unused, scale)} /> : null}
      {cell.unknown > 0 ? <i className="h q" style={steps(cell.unknown, scale)} /> : null}
      {scale < 1 ? <i className="cutmark" /> : null}
      {cell.executed > 0 ? <b aria-hidden="true"><Glyph name="executed" />{cell.executed}</b> : null}
      {cell.blocked > 0 ? <b aria-hidden="true"><Glyph name="blocked" />{cell.blocked}</b> : null}
    </Link>
  )
}
