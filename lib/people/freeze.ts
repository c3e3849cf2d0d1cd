/** Of freezes: those in force at `at`. A freeze that is not lifted is in force from its time on. */
export function inForceAt(at: Date) {
  return { at: { lte: at }, OR: [{ liftedAt: null }, { liftedAt: { gt: at } }] }
}
