'use client'

import { useMemo } from 'react'
import { RotationDue, RotationMark, RotationSource } from '@/components/domain/rotation'
import { TwoLines } from '@/components/table/cells'
import type { TableColumn } from '@/components/table/columns'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { SecretView } from '@/lib/registry/secret-rotation'

const time = (iso: string | null): number => (iso === null ? 0 : Date.parse(iso))

const columnsAt = (now: string): TableColumn<SecretView>[] => [
  { id: 'secret', head: 'Secret, where it is', opens: true, sort: (row) => row.name, flow: { order: 1, full: true }, cell: (row) => <TwoLines first={<code><b>{row.name}</b></code>} second={<code className="wrap-anywhere">{row.location}</code>} /> },
  { id: 'server', head: 'Server', sort: (row) => row.server.slug, flow: { order: 3, end: true }, cell: (row) => <TwoLines first={<TextLink href={paths.server(row.server.slug)}>{row.server.slug}</TextLink>} second={row.kind} /> },
  { id: 'rotated', head: 'Last rotated, by', sort: (row) => time(row.lastRotatedAt), flow: { order: 5, full: true, label: 'rotated' }, cell: (row) => <TwoLines first={<Ago iso={row.lastRotatedAt} now={now} absent="never" />} second={<RotationSource secret={row} linked={false} />} /> },
  { id: 'every', head: 'Every', align: 'num', sort: (row) => row.rotateEveryDays ?? Number.POSITIVE_INFINITY, className: 'nw', flow: { hide: true }, cell: (row) => (row.rotateEveryDays === null ? <span className="mute">–</span> : `${row.rotateEveryDays} d`) },
  { id: 'state', head: 'Rotation', className: 'nw', sort: (row) => (row.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.dueAt)), flow: { order: 2 }, cell: (row) => <TwoLines first={<RotationMark state={row.state} />} second={<RotationDue secret={row} now={now} />} /> },
]

export function SecretTable({ rows, query, openId, now, filtered }: { rows: SecretView[]; query: Record<string, string | undefined>; openId: string | null; now: string; filtered: boolean }) {
  const columns = useMemo(() => columnsAt(now), [now])
  return (
    <DataTable
      label="Secrets" lines="two" rows={rows} columns={columns} rowId={(row) => row.id} rowHref={(row) => paths.secrets({ ...query, secret: row.id })} openId={openId ?? undefined} defaultSort="state" padded
      empty={filtered ? <Empty title="No secret fits this filter." actions={<ButtonLink href={paths.secrets()}>Show all secrets</ButtonLink>} /> : <Empty title="No secret is declared.">A server’s secrets are named where it is edited: what each is called, where it is kept, how often it is to be rotated. Never what it is.</Empty>}
    />
  )
}
