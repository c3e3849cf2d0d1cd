import type { Named } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'
import type { HolderKind } from './model'
import { judgeAgree, mayDecline, mayWithdraw, type Part, type Somebody, type TransferFact, type TransferState } from './transfer'

/** A transfer as it is answered. */
export type TransferView = {
  id: string; kind: HolderKind; holder: Named & { path: string }; part: Part; from: Named | null; to: Named; reason: string; askedBy: Named; askedAt: string
  fromAgreedAt: string | null; fromAgreedBy: Named | null; toAgreedAt: string | null; state: TransferState; closedAt: string | null; closedBy: Named | null; closeReason: string | null; lapsesAt: string
  /** "It waits for Erin Cole." */
  sentence: string
  /** What the reader can do. `instead`: agreeing would be in place of whoever has it, and takes a reason. */
  mayAccept: boolean; instead: boolean; mayDecline: boolean; mayWithdraw: boolean
}

/** A stored transfer with what its rules need. */
export type StoredTransfer = {
  id: string; kind: HolderKind; holderId: string; holderName: string; part: Part; fromId: string | null; toId: string; reason: string; askedBy: string; askedAt: Date; fromAgreedAt: Date | null; fromAgreedBy: string | null
  toAgreedAt: Date | null; state: TransferState; closedAt: Date | null; closedBy: string | null; closeReason: string | null; lapsesAt: Date
  /** The present holder of the place is there, and who decides beside them. */
  fromActive: boolean; alsoFrom: string | null
}

export function factOf(row: StoredTransfer): TransferFact {
  return {
    fromId: row.fromId, toId: row.toId, askedBy: row.askedBy, askedAt: row.askedAt.getTime(), fromAgreed: row.fromAgreedAt !== null, toAgreed: row.toAgreedAt !== null, state: row.state,
    lapsesAt: row.lapsesAt.getTime(), fromActive: row.fromActive, alsoFrom: row.alsoFrom,
  }
}

/** The view for a reader; `who` null = one who decides nothing, such as a token. */
export function transferView(row: StoredTransfer, nameOf: (id: string) => string, who: Somebody | null, now: number): TransferView {
  const fact = factOf(row)
  const agree = who === null ? null : judgeAgree(fact, who, now)
  const named = (id: string | null): Named | null => (id === null ? null : { id, name: nameOf(id) })
  return {
    id: row.id, kind: row.kind, holder: { id: row.holderId, name: row.holderName, path: row.kind === 'server' ? paths.server(row.holderName) : paths.agent(row.holderId) }, part: row.part,
    from: named(row.fromId), to: { id: row.toId, name: nameOf(row.toId) }, reason: row.reason, askedBy: { id: row.askedBy, name: nameOf(row.askedBy) }, askedAt: row.askedAt.toISOString(),
    fromAgreedAt: row.fromAgreedAt?.toISOString() ?? null, fromAgreedBy: named(row.fromAgreedBy), toAgreedAt: row.toAgreedAt?.toISOString() ?? null, state: row.state, closedAt: row.closedAt?.toISOString() ?? null,
    closedBy: named(row.closedBy), closeReason: row.closeReason, lapsesAt: row.lapsesAt.toISOString(), sentence: sentenceOf(row, nameOf),
    mayAccept: agree?.ok === true, instead: agree?.ok === true && agree.instead, mayDecline: who !== null && mayDecline(fact, who), mayWithdraw: who !== null && mayWithdraw(fact, who),
  }
}

function sentenceOf(row: StoredTransfer, nameOf: (id: string) => string): string {
  switch (row.state) {
    case 'waiting': {
      const from = row.fromAgreedAt !== null ? [] : [row.fromId === null ? row.alsoFrom === null ? 'a security reviewer' : nameOf(row.alsoFrom) : nameOf(row.fromId)]
      return `It waits for ${[...from, ...(row.toAgreedAt === null ? [nameOf(row.toId)] : [])].join(' and ')}.`
    }
    case 'done': return `${nameOf(row.toId)} has it.`
    case 'declined': return `${row.closedBy === null ? 'Somebody' : nameOf(row.closedBy)} declined.`
    case 'withdrawn': return 'It was taken back.'
    case 'lapsed': return 'Nobody answered in time, or it is somebody else’s by now.'
  }
}
