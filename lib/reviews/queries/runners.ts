import { db } from '@/lib/db/client'

type Launched = { id: string; templateId: string | null; createdBy: string; launchedBy: string | null }

/** Who is told of each campaign: whoever launched it, else whoever drafted it, else whoever made its template; an active person, or nobody. */
export async function runnersOf(campaigns: readonly Launched[]): Promise<Map<string, string>> {
  const templates = new Map((await db().reviewTemplate.findMany({ where: { id: { in: campaigns.flatMap((one) => one.templateId ?? []) } }, select: { id: true, createdBy: true } })).map((one) => [one.id, one.createdBy]))
  const line = (one: Launched): string[] => [one.launchedBy, one.createdBy, templates.get(one.templateId ?? '') ?? null].flatMap((id) => id ?? [])
  const active = new Set((await db().person.findMany({ where: { id: { in: campaigns.flatMap(line) }, active: true }, select: { id: true } })).map((one) => one.id))
  return new Map(campaigns.flatMap((one) => { const id = line(one).find((candidate) => active.has(candidate)); return id === undefined ? [] : [[one.id, id] as const] }))
}
