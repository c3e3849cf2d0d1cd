import type { Actor } from '@/lib/auth/actor'
import { csvLines } from '@/lib/boundary/csv'
import { CERTIFICATE_FILE_NAMES, CERTIFICATE_FORMAT, type CertificateFileName, certificateJson, certificateReadme, callRows, lineRows } from '@/lib/offboarding/certificate-files'
import { type CertificateFacts, certificateKind, isCertain } from '@/lib/offboarding/certificate-model'
import { type CertificateReport, certificateReport } from '@/lib/offboarding/certificate-report'
import { loadCertificate } from '@/lib/offboarding/queries/certificate'
import { manifestText, VERIFY_SH } from '@/lib/reviews/pack-manifest'
import { sign, signingKey } from '@/lib/signing/key'
import { loadOffboardingCalls } from './offboarding-calls'
import { type PackedFile, packedFile, zipOf } from './pack-writer'

/** Turns a certificate into the bytes of a PDF: the same one into the same bytes. */
export type PrintCertificate = (report: CertificateReport) => Promise<Uint8Array>

/** A manifest with its signature belongs together: both are made at one moment. */
export type SignedCertificate = { facts: CertificateFacts; files: PackedFile[]; manifest: string; signature: Uint8Array; keyId: string; interim: boolean }

/** The certificate of a case in any stage, with a signed manifest of all its files. */
export async function certificatePack(actor: Actor, id: string, now: Date, print: PrintCertificate): Promise<SignedCertificate> {
  const facts = await loadCertificate(actor, id, now, loadOffboardingCalls)
  const files = await filesOf(facts, now, new Set(CERTIFICATE_FILE_NAMES), print)
  const { keyId } = signingKey()
  const { case: of } = facts
  const interim = !isCertain(of)
  const manifest = manifestText({
    format: CERTIFICATE_FORMAT, case: { id: of.id, subject: of.subject, stage: of.stage, kind: certificateKind(of) }, interim, generatedAt: now.toISOString(), generatedBy: actor.name, algorithm: 'Ed25519', keyId, trailHead: facts.head,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  })
  return { facts, files, manifest, signature: sign(new TextEncoder().encode(manifest)), keyId, interim }
}

/** Everything in one file, to be kept and given on. */
export async function certificateZip({ files, manifest, signature }: SignedCertificate, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  return zipOf([await packedFile('manifest.json', manifest), await packedFile('manifest.json.sig', signature), ...files], now)
}

/** One file of it, made without the others. */
export async function certificateFile(actor: Actor, id: string, name: CertificateFileName, now: Date, print: PrintCertificate): Promise<{ facts: CertificateFacts; file: PackedFile }> {
  const facts = await loadCertificate(actor, id, now, loadOffboardingCalls)
  const [file] = await filesOf(facts, now, new Set([name]), print)
  if (file === undefined) throw new Error(`Nothing was made for ${name}.`)
  return { facts, file }
}

async function filesOf(facts: CertificateFacts, now: Date, wanted: ReadonlySet<CertificateFileName>, print: PrintCertificate): Promise<PackedFile[]> {
  const key = signingKey()
  const ndjson = (all: readonly unknown[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('')
  const stateAt = facts.case.closedAt ?? facts.case.cancelledAt ?? now.toISOString()
  const made: Record<CertificateFileName, () => Promise<string | Uint8Array>> = {
    'certificate.pdf': async () => print(certificateReport(facts, { stateAt, keyId: key.keyId })),
    'certificate.json': async () => certificateJson(facts),
    'lines.csv': async () => csvLines(lineRows(facts.lines)),
    'calls.csv': async () => csvLines(callRows(facts.pieces, facts.calls)),
    'events.ndjson': async () => ndjson(facts.events),
    'trail.ndjson': async () => ndjson(facts.trail),
    'signing-key.pem': async () => key.publicKeyPem,
    'verify.sh': async () => VERIFY_SH,
    'README.txt': async () => certificateReadme(facts, key.keyId),
  }
  const files: PackedFile[] = []
  for (const name of CERTIFICATE_FILE_NAMES) if (wanted.has(name)) files.push(await packedFile(name, await made[name]()))
  return files
}
