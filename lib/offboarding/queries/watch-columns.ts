import type { SubjectKind } from '@/lib/offboarding/model'

/** Where the roll-up and the events name a subject: by its id, and by a name as given where nobody is registered under that. */
export const NAMED_IN: Record<SubjectKind, { id: string; name: string }> = {
  server: { id: 'server_id', name: 'server_name' }, agent: { id: 'agent_id', name: 'agent_name' }, client: { id: 'client_id', name: 'client_name' }, person: { id: 'human_id', name: 'human_name' },
}

/** Only acts are calls: decisions and credentials get into no roll-up either. */
export const ACTS = `kind IN ('tool_call', 'context_access', 'downstream_action')`

/** Whom to tell of a call: of a server's, who made it; of the others', where it went. */
export function otherSide(kind: SubjectKind, row: string): string {
  if (kind !== 'server') return `coalesce((SELECT slug FROM server WHERE id = ${row}.server_id), ${row}.server_name, 'a server without a name')`
  return `coalesce((SELECT name FROM agent WHERE id = ${row}.agent_id), ${row}.agent_name, (SELECT name FROM client WHERE id = ${row}.client_id), ${row}.client_name, (SELECT email FROM person WHERE id = ${row}.human_id), ${row}.human_name, 'nobody named')`
}
