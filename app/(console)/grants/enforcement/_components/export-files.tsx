import { DownloadLink } from '@/components/table/cells'
import { CodeBlock } from '@/components/ui/code'
import { Disclosure } from '@/components/ui/disclosure'
import { Empty } from '@/components/ui/empty'
import type { EnforcementQuery } from '@/lib/enforcement/model'
import { withQuery } from '@/lib/paths'
import type { EnforcementScreen } from '@/lib/views/enforcement'

/** The files as a gateway reads them, each to be taken along. */
export function ExportFiles({ previews, query }: { previews: EnforcementScreen['previews']; query: EnforcementQuery }) {
  const [only] = previews
  if (only === undefined) return <Empty title="There is no server to speak for">Register one, or ask for a server that you own.</Empty>
  if (previews.length === 1) return <File preview={only} query={query} />
  return <div className="grid gap-2">{previews.map((preview) => <Disclosure key={preview.name} summary={preview.name}><File preview={preview} query={query} /></Disclosure>)}</div>
}

function File({ preview: { name, lines, more }, query }: { preview: EnforcementScreen['previews'][number]; query: EnforcementQuery }) {
  return (
    <div className="grid gap-2 pt-1">
      <div className="acts"><DownloadLink href={withQuery('/api/v1/grants/enforcement', { ...query, file: name })}>Download {name}</DownloadLink></div>
      <CodeBlock lines={lines} label={name} wrap />
      {more === 0 ? null : <p className="lab">And {more.toLocaleString('en-US')} more lines in the file.</p>}
    </div>
  )
}
