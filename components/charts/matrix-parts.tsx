import Link from 'next/link'
import type { MatrixRow } from './matrix'

export function MatrixRowHead({ row }: { row: MatrixRow }) {
  return (
    <th scope="row" title={row.name}>
      {row.href === undefined ? row.name : <Link href={row.href} prefetch={false}>{row.name}</Link>}
      {row.small === undefined ? null : <small title={row.smallTitle}>{row.small}{row.smallTitle === undefined ? null : <span className="vh"> {row.smallTitle}</span>}</small>}
    </th>
  )
}

/** Used of held; loud when more is used than is held, quiet when all is used. */
export function MatrixTotal({ used, held }: { used: number; held: number }) {
  const text = `${used} / ${held}`
  return <td className={used === held ? 'tot same' : 'tot'}>{used > held ? <b>{text}</b> : text}</td>
}
