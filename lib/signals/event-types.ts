/** CAEP 1.0 and RISC 1.0: an event's URI is one of these and its last segment. */
export const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/'
export const RISC = 'https://schemas.openid.net/secevent/risc/event-type/'

/** Shared Signals Framework 1.0, 8.1.4: says nothing of anybody, so that it can be seen whether tokens arrive. */
export const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'

/** What an event is called in lists: the last segment of its URI. */
export function eventName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1)
}
