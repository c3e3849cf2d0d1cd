import { resolveName } from '@/lib/names/resolve'
import { resourcesOf } from '@/lib/activity/derived-resources'
import { isCovered, type Judged } from '@/lib/activity/judge-event'
import { type Draft, type Letter, letterOf } from '@/lib/activity/prepare'
import type { Snapshot } from '@/lib/activity/queries/snapshot'
import type { Job } from './job'

/** A draft with its verdict, and the delivery it belongs to. */
export type Planned = { job: Job; draft: Draft; judged: Judged }

/** What is to be stored of some deliveries, judged by one snapshot. */
export type Plan = {
  /** First of their key in these deliveries. */
  candidates: Planned[]
  /** Same key as a candidate. */
  repeats: Planned[]
  letters: Map<Job, Letter[]>
}

/** Judges deliveries and lays aside what repeats and what the source may not speak for. */
export function planJobs(jobs: readonly Job[], snapshot: Snapshot, refused: ReadonlySet<Draft>): Plan {
  const plan: Plan = { candidates: [], repeats: [], letters: new Map() }
  const keys = new Set<string>()
  for (const job of jobs) {
    const letters: Letter[] = [...job.letters]
    for (const draft of job.drafts) {
      if (refused.has(draft)) {
        letters.push(letterOf(draft, { code: 'storage_refused', message: 'The database refused the event.' }))
        continue
      }
      const judged = judgeDraft(job, draft, snapshot)
      if (!covered(job, judged, snapshot)) {
        letters.push(letterOf(draft, { code: 'not_covered', message: `The source does not speak for the server ${JSON.stringify(draft.event.server.slice(0, 100))}.` }))
      } else if (keys.has(draft.key)) {
        plan.repeats.push({ job, draft, judged })
      } else {
        keys.add(draft.key)
        plan.candidates.push({ job, draft, judged })
      }
    }
    plan.letters.set(job, letters.sort((a, b) => a.index - b.index))
  }
  return plan
}

function judgeDraft(job: Job, draft: Draft, snapshot: Snapshot): Judged {
  const { event } = draft
  return snapshot.judge({
    at: draft.at, source: job.source.name, kind: event.kind, server: event.server, target: event.target, access: event.access, resources: resourcesOf(event, draft.at, job.source.name, snapshot.declarations),
    human: event.human, client: draft.client, agent: draft.agent,
  })
}

function covered(job: Job, judged: Judged, snapshot: Snapshot): boolean {
  const { names } = snapshot.declarations
  return isCovered(job.source.covers, snapshot.declarations, judged, job.source.name, (name, source, at) => resolveName(names, 'server', name, source, at))
}
