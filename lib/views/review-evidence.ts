import type { Actor } from '@/lib/auth/actor'
import { csvLines } from '@/lib/boundary/csv'
import { campaignJson, type EvidenceReport, evidenceReport, namedQuality } from '@/lib/reviews/pack-campaign'
import { evidenceHead, evidenceLine } from '@/lib/reviews/pack-lines'
import { manifestText, PACK_FILE_NAMES, PACK_FORMAT, type PackFileName, packReadme, VERIFY_SH } from '@/lib/reviews/pack-manifest'
import { type EvidenceCampaign, isFinal } from '@/lib/reviews/pack-model'
import { type ReportParts, reportCollector } from '@/lib/reviews/pack-report'
import { type EvidenceSource, withEvidence } from '@/lib/reviews/queries/evidence-pack'
import { sign, signingKey } from '@/lib/signing/key'
import { type PackedFile, packedFile, packWriter, zipOf } from './pack-writer'

/** Turns a report into the bytes of a PDF: the same report into the same bytes. */
export type PrintReport = (report: EvidenceReport) => Promise<Uint8Array>

/** A manifest with its signature belongs together: both are made at one moment. */
export type SignedManifest = { campaign: EvidenceCampaign; files: PackedFile[]; manifest: string; signature: Uint8Array; keyId: string; interim: boolean }

/** What a screen says of the key. */
export function evidenceKey(): { keyId: string; algorithm: string } {
  const { keyId, algorithm } = signingKey()
  return { keyId, algorithm }
}

/** The whole evidence of a campaign that was launched, from one snapshot, with a signed manifest of it. Holds it deflated, never whole. */
export async function evidencePack(actor: Actor, id: string, now: Date, print: PrintReport): Promise<SignedManifest> {
  const { campaign, head, files } = await gather(actor, id, now, new Set(PACK_FILE_NAMES), print)
  const { keyId } = signingKey()
  const interim = !isFinal(campaign.state)
  const manifest = manifestText({
    format: PACK_FORMAT, campaign: { id: campaign.id, name: campaign.name, kind: campaign.kind, state: campaign.state }, interim, asOf: campaign.asOf, generatedAt: now.toISOString(), generatedBy: actor.name,
    algorithm: 'Ed25519', keyId, trailHead: head, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  })
  return { campaign, files, manifest, signature: sign(new TextEncoder().encode(manifest)), keyId, interim }
}

/** Everything in one file, to be kept and given on. */
export async function evidenceZip({ files, manifest, signature }: SignedManifest, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  return zipOf([await packedFile('manifest.json', manifest), await packedFile('manifest.json.sig', signature), ...files], now)
}

/** One file of the pack, made without the others. */
export async function evidenceFile(actor: Actor, id: string, name: PackFileName, now: Date, print: PrintReport): Promise<{ campaign: EvidenceCampaign; file: PackedFile }> {
  const { campaign, files } = await gather(actor, id, now, new Set([name]), print)
  const [file] = files
  if (file === undefined) throw new Error(`Nothing was made for ${name}.`)
  return { campaign, file }
}

type Gathered = { campaign: EvidenceCampaign; head: EvidenceSource['head']; files: PackedFile[] }

/** Reads within one snapshot; what needs no database any more, such as printing, is done after it. */
async function gather(actor: Actor, id: string, now: Date, wanted: ReadonlySet<PackFileName>, print: PrintReport): Promise<Gathered> {
  const read = await withEvidence(actor, id, async (source) => ({ source, ...(await itemFiles(source, wanted)), trail: wanted.has('trail.ndjson') ? await trailFile(source) : null }))
  const { campaign, head, quality: input, people } = read.source
  const key = signingKey()
  const stateAt = isFinal(campaign.state) ? (campaign.closedAt ?? campaign.asOf) : now.toISOString()
  const quality = namedQuality(input, (personId) => people.get(personId) ?? { id: personId, name: personId, email: '' })
  const made: Record<PackFileName, () => Promise<PackedFile | null>> = {
    'report.pdf': async () => packedFile('report.pdf', await print(evidenceReport(campaign, read.parts, input, quality, { stateAt, keyId: key.keyId }))),
    'items.csv': async () => read.csv,
    'items.ndjson': async () => read.ndjson,
    'campaign.json': () => packedFile('campaign.json', campaignJson(campaign, read.parts, input.answers, quality)),
    'trail.ndjson': async () => read.trail,
    'signing-key.pem': () => packedFile('signing-key.pem', key.publicKeyPem),
    'verify.sh': () => packedFile('verify.sh', VERIFY_SH),
    'README.txt': () => packedFile('README.txt', packReadme({ name: campaign.name, id: campaign.id, keyId: key.keyId, interim: !isFinal(campaign.state), asOf: campaign.asOf })),
  }
  const files: PackedFile[] = []
  for (const name of PACK_FILE_NAMES) {
    const file = wanted.has(name) ? await made[name]() : null
    if (file !== null) files.push(file)
  }
  return { campaign, head, files }
}

async function itemFiles(source: EvidenceSource, wanted: ReadonlySet<PackFileName>): Promise<{ csv: PackedFile | null; ndjson: PackedFile | null; parts: ReportParts }> {
  const csv = wanted.has('items.csv') ? packWriter('items.csv') : null
  const ndjson = wanted.has('items.ndjson') ? packWriter('items.ndjson') : null
  const collector = reportCollector()
  await csv?.write(csvLines([evidenceHead(source.mostAnswers)]))
  if (csv !== null || ndjson !== null || wanted.has('campaign.json') || wanted.has('report.pdf')) {
    for await (const items of source.items()) {
      for (const item of items) collector.add(item)
      await csv?.write(csvLines(items.map((item) => evidenceLine(item, source.mostAnswers))))
      await ndjson?.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''))
    }
  }
  return { csv: (await csv?.end()) ?? null, ndjson: (await ndjson?.end()) ?? null, parts: collector.parts() }
}

async function trailFile(source: EvidenceSource): Promise<PackedFile> {
  const writer = packWriter('trail.ndjson')
  for await (const entries of source.trail()) await writer.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  return writer.end()
}
