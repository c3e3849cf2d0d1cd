/**
 * Every mark of the console. A shape has one meaning everywhere: octagon critical, triangle high, half diamond medium,
 * ring low, dash none; heavy cross = executed without a grant, barred ring = blocked, dashed ring = not evaluable,
 * check = proven. Always beside a word, so it is hidden from assistive technology.
 */
const LINE = { fill: 'none', stroke: 'currentColor' } as const

const SHAPES = {
  critical: <path d="M4 .6h4L11.4 4v4L8 11.4H4L.6 8V4z" />,
  high: <path d="M6 1.2 11.6 11H.4z" />,
  medium: <><path d="M6 .6.6 6 6 11.4z" /><path d="M6 1.4 10.6 6 6 10.6" {...LINE} strokeWidth="1.2" /></>,
  low: <circle cx="6" cy="6" r="4.4" {...LINE} strokeWidth="1.4" />,
  none: <path d="M2 6h8" {...LINE} strokeWidth="1.4" />,
  executed: <path d="m2 2 8 8m0-8-8 8" {...LINE} strokeWidth="2.5" />,
  blocked: <><circle cx="6" cy="6" r="4.5" {...LINE} strokeWidth="1.5" /><path d="M2.9 9.1 9.1 2.9" {...LINE} strokeWidth="1.5" /></>,
  ok: <path d="m1.8 6.4 2.9 2.9 5.6-6.2" {...LINE} strokeWidth="1.6" />,
  no: <path d="m2.2 2.2 7.6 7.6m0-7.6L2.2 9.8" {...LINE} strokeWidth="1.6" />,
  unknown: <circle cx="6" cy="6" r="4.6" {...LINE} strokeWidth="1.4" strokeDasharray="2.2 1.4" />,
  changed: <path d="M2 4.4h8M2 7.8h8M8.4 1.6l-4.8 9" {...LINE} strokeWidth="1.3" />,
  granted: <circle cx="6" cy="6" r="3" />,
  wait: <><circle cx="6" cy="6" r="4.6" {...LINE} strokeWidth="1.3" /><path d="M6 3.4V6l1.8 1.2" {...LINE} strokeWidth="1.3" /></>,
  attested: <path d="M1 9.5c2-7 3.6-7 3.6-2.5s1.8 2.4 2.3.2 1.5-1.4 4.1.8" {...LINE} strokeWidth="1.4" />,
  info: <><circle cx="6" cy="6" r="4.6" {...LINE} strokeWidth="1.3" /><path d="M6 5.4v3M6 3.2v1" {...LINE} strokeWidth="1.3" /></>,
  warn: <><path d="M6 1.4 11.2 10.6H.8z" {...LINE} strokeWidth="1.2" /><path d="M6 5v2.6M6 8.4v1" {...LINE} strokeWidth="1.2" /></>,
  up: <path d="M6 10V2.5M2.8 5.7 6 2.5l3.2 3.2" {...LINE} strokeWidth="1.4" />,
  down: <path d="M6 2v7.5M2.8 6.3 6 9.5l3.2-3.2" {...LINE} strokeWidth="1.4" />,
} as const

export type GlyphName = keyof typeof SHAPES

export function Glyph({ name, className }: { name: GlyphName; className?: string }) {
  return (
    <svg className={className === undefined ? 'g' : `g ${className}`} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  )
}
