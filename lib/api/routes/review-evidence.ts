import { z } from 'zod'
import { rawRoute, route } from '@/lib/boundary/route'
import { assertText } from '@/lib/boundary/text'
import { notFound } from '@/lib/errors'
import { sha256Hex } from '@/lib/hash'
import { printEvidence } from '@/lib/paper/evidence-report'
import { recordExport } from '@/lib/reviews/commands/export-evidence'
import { PACK_FILES, type PackFileName } from '@/lib/reviews/pack-manifest'
import { isFinal } from '@/lib/reviews/pack-model'
import { signingKey } from '@/lib/signing/key'
import { unpacked } from '@/lib/views/pack-writer'
import { evidenceFile, evidencePack, evidenceZip } from '@/lib/views/review-evidence'
import { reviewQualityView } from '@/lib/views/review-quality'
import { downloadHeaders, manifestAnswer, manifestOf, PACK_TYPES } from './pack-answer'
import { idParams } from './registry-params'

const tag = 'Reviews'
const access = { permission: 'review.evidence', scope: 'read' } as const
const ZIP = 'evidence.zip'

const figures = z.looseObject({ asked: z.number().int(), answers: z.number().int(), medianSeconds: z.number().nullable() })
const sentence = z.object({ kind: z.string(), text: z.string(), sign: z.boolean() })
const qualityAnswer = z.object({
  campaign: z.object({ id: z.string(), name: z.string(), state: z.string(), launchedAt: z.string(), decidedAt: z.string().nullable() }), interim: z.boolean(), items: z.number().int(), canaries: z.boolean(),
  quality: z.object({
    all: z.array(sentence), passedOver: z.string(), figures, people: z.array(z.object({ person: z.object({ id: z.string(), name: z.string(), email: z.string() }), figures, sentences: z.array(sentence) })),
    seconds: z.array(z.object({ from: z.number(), to: z.number().nullable(), keeps: z.number().int(), others: z.number().int() })),
  }),
})

export const reviewEvidenceRoutes = [
  rawRoute({
    method: 'GET', path: '/api/v1/signing-key', tag, summary: 'The public key that what this console signs is verified with (Ed25519, PEM); its id is in x-key-id; for everybody, since who checks a pack need not be known here', access: { public: true },
    raw: {
      description: 'Note the key id outside the console: what is signed cannot vouch for its own key.',
      handle: async () => {
        const { publicKeyPem, keyId } = signingKey()
        return { status: 200, body: publicKeyPem, headers: { 'content-type': PACK_TYPES['pem'] ?? '', 'x-key-id': keyId } }
      },
    },
  }),
  route({
    method: 'GET', path: '/api/v1/reviews/:id/quality', tag, summary: 'How closely people looked: figures and sentences, of all and by person, in the order of names; for who sees all reviews', access: { permission: 'review.read', scope: 'read' }, params: idParams, response: qualityAnswer,
    handle: async ({ actor, params: { id } }) => reviewQualityView(actor, id),
  }),
  route({
    method: 'GET', path: '/api/v1/reviews/:id/evidence', tag, summary: 'What the evidence pack holds: sizes and hashes as a signed manifest', access, params: idParams, response: manifestAnswer,
    handle: async ({ actor, ctx, params: { id } }) => manifestOf(await evidencePack(actor, id, ctx.now, printEvidence), PACK_FILES),
  }),
  rawRoute({
    method: 'GET', path: '/api/v1/reviews/:id/evidence/:file', tag, summary: `The evidence of a campaign: ${ZIP} with everything and a signature, or one of its files`, access,
    raw: {
      description: `${ZIP}, ${Object.keys(PACK_FILES).join(', ')}. Each download is an entry of the trail.`,
      handle: async ({ actor, ctx, params }) => {
        assertText(params)
        const { id = '', file: name = '' } = params
        if (name === ZIP) {
          const pack = await evidencePack(actor, id, ctx.now, printEvidence)
          const bytes = await evidenceZip(pack, ctx.now)
          await recordExport(ctx, actor, pack.campaign, { file: name, bytes: bytes.byteLength, sha256: sha256Hex(bytes), interim: pack.interim, keyId: pack.keyId })
          return { status: 200, body: bytes, headers: downloadHeaders(`evidence-${id}.zip`, bytes.byteLength) }
        }
        if (!Object.hasOwn(PACK_FILES, name)) throw notFound('file')
        const { campaign, file } = await evidenceFile(actor, id, name as PackFileName, ctx.now, printEvidence)
        await recordExport(ctx, actor, campaign, { file: name, bytes: file.bytes, sha256: file.sha256, interim: !isFinal(campaign.state) })
        return { status: 200, body: unpacked(file), headers: { ...downloadHeaders(name, file.bytes), 'x-sha256': file.sha256 } }
      },
    },
  }),
]
