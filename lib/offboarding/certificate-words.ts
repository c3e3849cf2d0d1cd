import { some } from '@/lib/drift/sentences'
import { certificateKind, type CertificateFacts } from './certificate-model'
import type { SilenceVerdict } from './model'
import { lengthInWords } from './silence-words'

export function stamp(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}

export const CERTIFICATE_TITLES = { silent: 'Proof of silence', exception: 'Closed by exception, without proof', open: 'Not yet closed', cancelled: 'Cancelled' } as const

/** The first thing that a certificate says, whoever reads it. An exception is never called proof. */
export function certificateStatement(facts: Pick<CertificateFacts, 'case' | 'silence'>): string {
  const { case: of, silence } = facts
  const what = `the ${of.subject.kind} ${of.subject.name}`
  switch (certificateKind(of)) {
    case 'silent': return `Over, and proven: ${of.closeReason ?? silence?.text ?? `nothing was heard of ${what}.`} ${vouchers(silence)}`.trim()
    case 'exception': return `The offboarding of ${what} was closed by exception on ${stamp(of.closedAt ?? '')}, signed by ${of.closedBy?.name ?? 'somebody'}, who gave as the reason: “${of.closeReason ?? ''}”. This is no proof that it is silent. ${silence === null ? 'It had not been watched.' : `What was known then: ${silence.text}`}`
    case 'cancelled': return `The offboarding of ${what} was cancelled on ${stamp(of.cancelledAt ?? '')} by ${of.cancelledBy?.name ?? 'somebody'}, before anything was revoked: “${of.cancelReason ?? ''}”. It is in force as it was.`
    case 'open': return `The offboarding of ${what} is not over: it is ${of.stage === 'watch' ? 'being watched' : of.stage}. ${silence === null ? 'Nothing is proven yet.' : silence.text}`
  }
}

/** "envoy-us was alive from … to … and would have seen a call." */
function vouchers(silence: SilenceVerdict | null): string {
  if (silence === null || silence.servers.length === 0) return ''
  const names = [...new Set(silence.servers.flatMap((server) => server.sources.map((source) => source.name)))]
  return `Between ${stamp(silence.from)} and ${stamp(silence.to)} ${lengthInWords(silence.vouchedMs)} ${silence.vouchedMs === 1 ? 'is' : 'are'} vouched for by ${some(names, 6)}, on the gateway’s or the server’s own side, where a call would have been seen.`
}
