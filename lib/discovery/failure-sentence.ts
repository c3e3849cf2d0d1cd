import type { DiscoveryFailure } from './model'

/** What a person does about each failure. */
const ADVICE: Record<DiscoveryFailure, string> = {
  not_allowed: 'Ask the operator to list it in the discovery configuration, or correct the record of the server.',
  private_address: 'If the server is meant to be there, ask the operator to list its network under privateNetworks.',
  unreachable: 'Check that the server runs and that its recorded address is right, then discover again.',
  unauthorized: 'Choose a credential that the server accepts, or ask the operator to renew it.',
  timeout: 'Discover again when the server answers faster.',
  too_large: 'Ask the owner of the server why it lists so much.',
  endless_pages: 'Ask the owner of the server to mend its paging.',
  invalid_answer: 'Ask the owner of the server to mend it, or correct its recorded address and transport.',
  process_ended: 'Start the command by hand to see what it lacks, or ask the operator to correct its entry.',
  internal: 'Discover again; if it fails again, the program’s log says more.',
}

/** What happened, what was kept, what to do: `what` is one or more whole sentences. */
export function failureSentence(code: DiscoveryFailure, what: string): string {
  return `${what} Nothing was removed. ${ADVICE[code]}`
}
