import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { nextClassAt } from '@/lib/registry/access-class'
import type { ChangeKind } from '@/lib/registry/definition-model'
import { suggestResourceRules } from '@/lib/registry/suggest-rules'
import { definitionHash } from '@/lib/registry/definition-hash'
import { definitionOf, type ToolDefinition } from '@/lib/registry/tool-definition'
import { type ListedTool, planTool, type Seen, type ToolPlan, UNSEEN } from '@/lib/registry/tool-plan'

export type ApplyOptions = {
  /** The run of discovery that saw the tools; none = a person declared them. */
  runId: string | null
  /** What has been seen by whom, by the tool's name; none = nothing. */
  seen?: ReadonlyMap<string, Seen>
  /** The first complete run of a server: what it lists is what people rely on from then on. */
  baseline?: boolean
}

/** One tool after the listing. `hash` and `number` are of the definition that was listed. */
export type AppliedTool = {
  name: string; hash: string; number: number; definition: ToolDefinition
  added: boolean; change: ChangeKind | 'first' | null; classed: boolean; firstClass: boolean; approved: 'baseline' | 'wording' | null
}

type Stored = Awaited<ReturnType<typeof loadTools>>[number]
type Job = { listed: ListedTool; stored: Stored | null; plan: ToolPlan }

/**
 * Takes over what a server lists as its tools, under the server's lock. A definition that changed is a new version, never an
 * overwrite; one that did not is only seen again, and a removed tool that is listed is back. Nothing is removed here. The caller
 * declares and records.
 */
export async function applyTools(tx: Tx, ctx: Ctx, serverId: string, tools: readonly ToolDefinition[], options: ApplyOptions): Promise<AppliedTool[]> {
  const stored = new Map((await loadTools(tx, serverId, tools.map((tool) => tool.name))).map((row) => [row.name, row]))
  const listed = tools.map((definition): ListedTool => ({ definition, hash: definitionHash(definition), seen: options.seen?.get(definition.name) ?? UNSEEN }))
  const changed = listed.flatMap(({ definition: { name }, hash }) => {
    const row = stored.get(name)
    return row === undefined || row.definitionHash === hash ? [] : [row.id]
  })
  const versions = Map.groupBy(await tx.toolVersion.findMany({ where: { toolId: { in: changed } }, orderBy: { number: 'desc' } }), (row) => row.toolId)
  const jobs = listed.map((one): Job => {
    const row = stored.get(one.definition.name) ?? null
    const known = row === null ? null : { ...row, class: row.classes[0] ?? null, versions: (versions.get(row.id) ?? []).map(({ number, hash, definition }) => ({ number, hash, definition: definition as unknown as ToolDefinition })) }
    return { listed: one, stored: row, plan: planTool(known, one, options.baseline ?? false) }
  })
  await save(tx, ctx, serverId, options.runId, jobs)
  return jobs.map((job) => applied(job, versions))
}

function loadTools(tx: Tx, serverId: string, names: string[]) {
  return tx.tool.findMany({
    where: { serverId, name: { in: names } },
    include: { classes: { orderBy: { at: 'desc' }, take: 1 }, versions: { orderBy: { number: 'desc' }, take: 1, select: { number: true } } },
  })
}

function applied({ listed, stored, plan }: Job, versions: ReadonlyMap<string, readonly { number: number; hash: string }[]>): AppliedTool {
  const known = stored === null ? undefined : versions.get(stored.id)?.find((version) => version.hash === listed.hash)
  return {
    name: listed.definition.name, hash: listed.hash, definition: listed.definition, added: stored === null, change: plan.version?.change ?? null,
    // What is not a new version is an old one: the newest where nothing differed.
    number: plan.version?.number ?? known?.number ?? stored?.versions[0]?.number ?? 0, classed: plan.newClass !== null, firstClass: plan.firstClass, approved: plan.approve,
  }
}

async function save(tx: Tx, ctx: Ctx, serverId: string, runId: string | null, jobs: readonly Job[]): Promise<void> {
  const ids = new Map(jobs.map((job) => [job, job.stored?.id ?? ctx.id('tool')]))
  const idOf = (job: Job): string => ids.get(job) ?? ''
  const seen = { lastSeenAt: ctx.now, removedAt: null }
  await tx.tool.createMany({
    data: jobs.filter((job) => job.stored === null).map((job) => ({ id: idOf(job), serverId, name: job.listed.definition.name, firstSeenAt: ctx.now, ...seen, ...contentOf(ctx, job) })),
  })
  for (const job of jobs) {
    if (job.stored !== null && (job.plan.version !== null || job.plan.approve !== null)) await tx.tool.update({ where: { id: job.stored.id }, data: contentOf(ctx, job) })
  }
  await tx.tool.updateMany({ where: { id: { in: jobs.flatMap((job) => job.stored?.id ?? []) } }, data: seen })
  await tx.toolVersion.createMany({
    data: jobs.flatMap((job) => (job.plan.version === null ? [] : [{
      id: ctx.id('version'), toolId: idOf(job), ...job.plan.version, hash: job.listed.hash, runId, firstSeenAt: ctx.now,
      definition: definitionOf(job.listed.definition) as Prisma.InputJsonObject,
    }])),
  })
  await tx.toolClass.createMany({
    data: jobs.flatMap((job) => (job.plan.newClass === null ? [] : [{
      id: ctx.id('toolClass'), toolId: idOf(job), access: job.plan.newClass, decidedBy: 'suggestion', at: nextClassAt(job.stored?.classes[0]?.at, ctx.now),
    }])),
  })
}

/** What the catalogue says of the tool: the newest definition, and which one people rely on. */
function contentOf(ctx: Ctx, { listed: { definition, hash }, plan, stored }: Job) {
  const number = plan.version?.number ?? stored?.versions[0]?.number ?? null
  return {
    suggested: plan.suggested,
    ...(plan.version === null ? {} : { title: definition.title ?? null, description: definition.description ?? null, annotations: (definition.annotations ?? {}) as Prisma.InputJsonObject, definitionHash: hash }),
    // Rules that a person has set stay.
    ...(plan.version === null || stored?.resourceRulesBy === 'person' ? {} : { resourceRules: suggestResourceRules(definition) }),
    ...(plan.approve === null ? {} : { approvedHash: hash, approvedNumber: number, approvedAt: ctx.now, approvedBy: plan.approve }),
  }
}
