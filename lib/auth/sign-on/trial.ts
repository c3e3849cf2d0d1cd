/** Where a trial ends: the test page, which names the trial. Only this very form counts. */
const RETURN = /^\/settings\/sign-on\?trial=(tri_[0-9a-z]{26})$/

/** The trial that a return path names; null = an ordinary sign-in. */
export function trialOfPath(path: string | null): string | null {
  return path === null ? null : RETURN.exec(path)?.[1] ?? null
}
