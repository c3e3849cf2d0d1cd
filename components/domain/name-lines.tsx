import { CutCode } from '@/components/ui/code'
import { Time } from '@/components/ui/time'

export type NameLine = { name: string; origin: string; source: string | null; from: string | null; to: string | null }

/** The names under which logs know something, with the time in which each counts. */
export function NameLines({ names }: { names: readonly NameLine[] }) {
  return (
    <ul className="grid gap-1">
      {names.map((name) => (
        <li key={`${name.name} ${name.source} ${name.from} ${name.to}`}>
          <CutCode value={name.name} head={26} tail={10} className={name.to === null ? undefined : 'mute'} /> <span className="mute">{name.origin}{name.source === null ? '' : `, only in ${name.source}`}</span>
          {name.from === null && name.to === null ? null : <span className="d2 soft">{name.from === null ? '' : <>from <Time iso={name.from} /> </>}{name.to === null ? '' : <>until <Time iso={name.to} /></>}</span>}
        </li>
      ))}
    </ul>
  )
}
