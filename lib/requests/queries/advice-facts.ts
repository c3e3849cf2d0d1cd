import { db, type Tx } from '@/lib/db/client'
import type { AdviceFacts } from '@/lib/requests/advice/facts'
import type { RequestContent } from '@/lib/requests/content'

/** What the caller of advice has loaded already. */
export type Asked = Pick<AdviceFacts, 'kind' | 'policies' | 'steps' | 'after' | 'grantId'> & { content: RequestContent }

/**
 * What advice looks at, as it stands at `now`: everything that the agent holds, whoever asks. `client`: the transaction in which the
 * command decides, so that it asks the same of the same. Who shows it to people hides first what they may not see (`hideFrom`).
 */
export async function loadAdviceFacts(asked: Asked, now: Date, client: Tx = db()): Promise<AdviceFacts> {
  throw new Error(`${asked.content.serverId} ${now.toISOString()} ${String(client)}`)
}
