/** The words of findings: what a person could repeat to another. */

export function times(count: number): string {
  if (count === 1) return 'once'
  if (count === 2) return 'twice'
  return `${count.toLocaleString('en-GB')} times`
}

/** How many calls went through, and how many did not. */
export function fate(executed: number, blocked: number): string {
  if (blocked === 0) return executed === 1 ? 'It was executed.' : 'All were executed.'
  if (executed === 0) return blocked === 1 ? 'It was blocked.' : 'All were blocked.'
  return `${executed.toLocaleString('en-GB')} executed, ${blocked.toLocaleString('en-GB')} blocked.`
}

/** The short name of a SPIFFE ID or `issuer|subject`: its last part. */
export function shortName(identity: string | null): string {
  if (identity === null) return 'an unnamed agent'
  const last = identity.split(/[/|]/).findLast((part) => part !== '')
  return last ?? identity
}

/** Names in a sentence: "a, b and 3 more". */
export function some(names: readonly string[], most = 2): string {
  const shown = names.slice(0, most)
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

/** Days of a window, as "90 days". */
export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}
