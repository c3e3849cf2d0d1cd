/** A person as far as things may go over to them. */
export type Heir = { id: string; name: string; active: boolean; frozen: boolean; managerId: string | null }

/** Who is there, who leaves (null: nobody, a server or workload ends), and who stands behind the case. */
export type Heirs = {
  people: ReadonlyMap<string, Heir>
  leaverId: string | null
  successorId: string | null
  caseOwnerId: string | null
  openedBy: string | null
  /** Then whoever answers for the case takes what nobody else can. */
  emergency: boolean
}

/** Something that must have somebody. `managerOf`: the person whose managers come after the backup; `never`: those who must not have it. */
export type Owned = { named?: string | null; backupId?: string | null; managerOf: string | null; never?: readonly string[] }

export type SuccessionBy = 'named' | 'backup' | 'manager' | 'successor' | 'case_owner' | 'opener' | 'nobody'
/** To whom it goes, and why to them; nobody = somebody must be named. */
export type Succession = { to: string | null; by: SuccessionBy; why: string }

const WHY: Record<SuccessionBy, string> = {
  named: 'named for it', backup: 'the backup owner', manager: 'the manager', successor: 'the successor of this offboarding', case_owner: 'who answers for this emergency', opener: 'who opened this emergency',
  nobody: 'nobody active is its backup, above its owner, or the successor of this offboarding',
}

/** Somebody who is there, acts, and does not leave. */
export function mayInherit(heirs: Heirs, id: string | null, never: readonly string[] = []): id is string {
  if (id === null || id === heirs.leaverId || never.includes(id)) return false
  const person = heirs.people.get(id)
  return person !== undefined && person.active && !person.frozen
}

/** The nearest manager above `personId` who may have it; a circle of managers ends where it closes. */
export function managerUp(heirs: Heirs, personId: string, never: readonly string[] = []): string | null {
  const seen = new Set<string>([personId])
  let above = heirs.people.get(personId)?.managerId ?? null
  while (above !== null && !seen.has(above)) {
    if (mayInherit(heirs, above, never)) return above
    seen.add(above)
    above = heirs.people.get(above)?.managerId ?? null
  }
  return null
}

/**
 * Who has it next: whom somebody named, else the backup owner, else the nearest active manager up the line, else the successor of the
 * case, else, in an emergency, whoever answers for the case or opened it. Never somebody who left, is frozen, or is the one who leaves.
 */
export function successorOf(owned: Owned, heirs: Heirs): Succession {
  const never = owned.never ?? []
  const line: [SuccessionBy, string | null][] = [
    ['named', owned.named ?? null], ['backup', owned.backupId ?? null], ['manager', owned.managerOf === null ? null : managerUp(heirs, owned.managerOf, never)], ['successor', heirs.successorId],
    ...(heirs.emergency ? [['case_owner', heirs.caseOwnerId] satisfies [SuccessionBy, string | null], ['opener', heirs.openedBy] satisfies [SuccessionBy, string | null]] : []),
  ]
  const found = line.find(([, id]) => mayInherit(heirs, id, never))
  return found === undefined ? { to: null, by: 'nobody', why: WHY.nobody } : { to: found[1], by: found[0], why: WHY[found[0]] }
}
