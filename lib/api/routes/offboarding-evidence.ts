import { z } from 'zod'
import { rawRoute, route } from '@/lib/boundary/route'
import { assertText } from '@/lib/boundary/text'
import { notFound } from '@/lib/errors'
import { sha256Hex } from '@/lib/hash'
import { CERTIFICATE_FILES, type CertificateFileName } from '@/lib/offboarding/certificate-files'
import { isCertain } from '@/lib/offboarding/certificate-model'
import { recordCertificate } from '@/lib/offboarding/commands/export-certificate'
import { CALL_STAGES } from '@/lib/offboarding/stage-calls'
import { printCertificate } from '@/lib/paper/offboarding-certificate'
import { certificateFile, certificatePack, certificateZip } from '@/lib/views/offboarding-certificate'
import { loadOffboardingCalls } from '@/lib/views/offboarding-calls'
import { unpacked } from '@/lib/views/pack-writer'
import { downloadHeaders, manifestAnswer, manifestOf } from './pack-answer'
import { idParams } from './registry-params'

const tag = 'Offboarding'
const access = { permission: 'offboarding.evidence', scope: 'read' } as const
const ZIP = 'certificate.zip'

const callsAnswer = z.object({
  stepMs: z.number().int(), from: z.string(), to: z.string(), countedAt: z.string().nullable(),
  buckets: z.array(z.object({ at: z.string(), executed: z.number().int(), refused: z.number().int(), gap: z.enum(['none', 'part', 'all']) })),
  marks: z.array(z.object({ stage: z.string(), at: z.string() })),
  perStage: z.array(z.object({ stage: z.enum(CALL_STAGES), from: z.string(), to: z.string(), executed: z.number().int(), refused: z.number().int(), gapMs: z.number() })),
  sources: z.array(z.object({ name: z.string(), vouches: z.boolean() })),
})

export const offboardingEvidenceRoutes = [
  route({
    method: 'GET', path: '/api/v1/offboarding/:id/calls', tag, summary: 'Calls by or to the subject of a case in six hours, by stage, and when nobody listened', access: { permission: 'offboarding.read', scope: 'read' }, params: idParams, response: callsAnswer,
    handle: async ({ actor, ctx, params: { id } }) => loadOffboardingCalls(actor, id, ctx.now),
  }),
  route({
    method: 'GET', path: '/api/v1/offboarding/:id/certificate', tag, summary: 'What the certificate of a case holds: sizes and hashes as a signed manifest', access, params: idParams, response: manifestAnswer,
    handle: async ({ actor, ctx, params: { id } }) => manifestOf(await certificatePack(actor, id, ctx.now, printCertificate), CERTIFICATE_FILES),
  }),
  rawRoute({
    method: 'GET', path: '/api/v1/offboarding/:id/certificate/:file', tag, summary: `The certificate of a case: ${ZIP} with everything and a signature, or one of its files`, access,
    raw: {
      description: `${ZIP}, ${Object.keys(CERTIFICATE_FILES).join(', ')}. Each download is an entry of the trail.`,
      handle: async ({ actor, ctx, params }) => {
        assertText(params)
        const { id = '', file: name = '' } = params
        if (name === ZIP) {
          const pack = await certificatePack(actor, id, ctx.now, printCertificate)
          const bytes = await certificateZip(pack, ctx.now)
          await recordCertificate(ctx, actor, pack.facts.case, { file: name, bytes: bytes.byteLength, sha256: sha256Hex(bytes), interim: pack.interim, keyId: pack.keyId })
          return { status: 200, body: bytes, headers: downloadHeaders(`certificate-${id}.zip`, bytes.byteLength) }
        }
        if (!Object.hasOwn(CERTIFICATE_FILES, name)) throw notFound('file')
        const { facts, file } = await certificateFile(actor, id, name as CertificateFileName, ctx.now, printCertificate)
        await recordCertificate(ctx, actor, facts.case, { file: name, bytes: file.bytes, sha256: file.sha256, interim: !isCertain(facts.case) })
        return { status: 200, body: unpacked(file), headers: { ...downloadHeaders(name, file.bytes), 'x-sha256': file.sha256 } }
      },
    },
  }),
]
