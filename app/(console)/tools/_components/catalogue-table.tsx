'use client'

import { useMemo, useState } from 'react'
import { DataTable } from '@/components/table/data-table'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { paths } from '@/lib/paths'
import type { Access } from '@/lib/registry/model'
import { catalogueColumns } from './catalogue-columns'
import { ClassifyMany } from './classify-many'

/** What the table shows of a tool. */
export type Row = {
  id: string; server: string; name: string; title: string | null; accessClass: Access; decided: 'person' | 'suggestion' | 'unclassified'; because: string | null; claims: readonly string[]
  version: number | null; standing: 'approved' | 'widened' | 'altered' | 'added' | 'removed' | 'listed' | 'declared'; grants: number
  use: { recent: number; calls: number; callers: number; lastAt: string | null } | null
}

/** The fleet's tools. What is picked stays picked across pages of the same filter; `matching` is all that fit it. */
export function CatalogueTable({ rows, matching, since, now, filtered, mayClassify }: { rows: readonly Row[]; matching: readonly string[]; since: string; now: string; filtered: boolean; mayClassify: boolean }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const max = Math.max(1, ...rows.map((row) => row.use?.calls ?? 0))
  const columns = useMemo(() => catalogueColumns({ since, now, max }), [since, now, max])
  // Another filter may have taken a picked tool out of sight; what is not in the list is not classified.
  const picked = useMemo(() => matching.filter((id) => selected.has(id)), [matching, selected])
  return (
    <>
      {mayClassify ? <ClassifyMany picked={picked} matching={matching} onPick={setSelected} /> : null}
      <DataTable
        label="Tools" lines="two" sorting="server" rows={rows} columns={columns} rowId={(row) => row.id} rowHref={(row) => paths.server(row.server, { tool: row.name })} defaultSort="-calls" padded
        {...(mayClassify ? { selection: { selected, onChange: setSelected } } : {})}
        empty={filtered
          ? <Empty title="No tool fits this filter." actions={<ButtonLink href={paths.tools()}>Show all tools</ButtonLink>} />
          : <Empty title="No tool is known yet." actions={<ButtonLink href={paths.servers()}>Servers</ButtonLink>}>Open a server and discover what it offers, or connect a source that sees its calls.</Empty>}
      />
    </>
  )
}
