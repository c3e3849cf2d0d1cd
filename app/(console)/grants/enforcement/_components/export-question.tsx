import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { SelectField, TextField } from '@/components/ui/text-field'
import type { EnforcementQuery } from '@/lib/enforcement/model'
import { paths } from '@/lib/paths'

/** The question as a form whose address is the question. */
export function ExportQuestion({ query, servers }: { query: EnforcementQuery; servers: readonly { slug: string; name: string }[] }) {
  return (
    <form className="fields" method="get" action={paths.enforcement()}>
      <input type="hidden" name="format" value={query.format} />
      <SelectField label="Server" name="server" defaultValue={query.server ?? ''} placeholder="All servers" options={servers.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` }))} />
      <TextField label="Claim of the agent" name="agentClaim" defaultValue={query.agentClaim} mono hint="Where a token names the agent; act.sub when it acts for a human, then sub when it acts for nobody." />
      <TextField label="Claim of the client" name="clientClaim" defaultValue={query.clientClaim} mono />
      <TextField label="Claim of the human" name="humanClaim" defaultValue={query.humanClaim} mono hint="The e-mail; none where tokens do not say." />
      <Checkbox label="Imported grants that nobody has confirmed" hint="Enforced, they permit nothing until they are confirmed." name="unconfirmed" value="include" defaultChecked={query.unconfirmed === 'include'} />
      <div className="submit"><Button type="submit">Ask again</Button></div>
    </form>
  )
}
