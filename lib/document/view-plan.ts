import type { Words } from '@/lib/requests/content-view'
import type { Content, Standing, Step, Wanted } from './model'
import type { ApprovalView, PlanView, StepView } from './plan-model'
import { countsOf, differenceViews, planSentence, said } from './plan-view'

/** What a plan is shown from; `obstacles` in words. */
export type PlanFacts = {
  now: number; hash: string; servers: readonly { slug: string }[]; steps: readonly Step[]; words: Words
  wanted: ReadonlyMap<number, Wanted>; standing: ReadonlyMap<string, Standing>; approvals: ReadonlyMap<number, ApprovalView>; obstacles: (step: Step) => readonly { message: string }[]
}

const ORDER = { revoke: 0, narrow: 1, widen: 2, create: 3, unchanged: 4 } as const

/** The plan in words, the gravest first; one line for each entry, and for each grant that ends. */
export function planView(facts: PlanFacts): PlanView {
  const steps = facts.steps.flatMap((step) => stepViews(step, facts)).toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])
  const counts = countsOf(steps)
  const waiting = steps.filter((step) => step.asked !== null).length
  const blocked = steps.filter((step) => step.obstacles.length > 0).length
  return { hash: facts.hash, servers: facts.servers.map((server) => server.slug).toSorted(), sentence: planSentence(counts, waiting, blocked), counts, waiting, blocked, steps, applied: false }
}

type Parts = Partial<Pick<StepView, 'differences' | 'approval' | 'asked'>> & { kind: StepView['kind']; path: string | null; grantIds: readonly string[]; why: string }

function stepViews(step: Step, facts: PlanFacts): StepView[] {
  const obstacles = facts.obstacles(step).map((one) => one.message)
  const view = (content: Content | undefined, parts: Parts): StepView[] => (content === undefined ? [] : [{ ...said(content, facts.words, facts.now, 'asked' in step), differences: [], approval: null, asked: null, obstacles, ...parts, grantIds: [...parts.grantIds] }])
  const wanted = (entry: number): Content | undefined => facts.wanted.get(entry)?.content
  const stands = (id: string): Content | undefined => facts.standing.get(id)?.content
  const changed = (id: string | undefined, entry: number): StepView['differences'] => {
    const [before, after] = [id === undefined ? undefined : stands(id), wanted(entry)]
    return before === undefined || after === undefined ? [] : differenceViews(before, after, facts.words, facts.now)
  }
  switch (step.kind) {
    case 'unchanged': return view(wanted(step.entry), { kind: step.kind, path: pathOf(step.entry), grantIds: step.grantId === null ? [] : [step.grantId], why: UNCHANGED[step.note] })
    case 'revoke': return view(stands(step.grantId), { kind: step.kind, path: null, grantIds: [step.grantId], why: 'It stands, and the document does not have it.' })
    case 'narrow': return step.entries.flatMap((entry) => view(wanted(entry), {
      kind: step.kind, path: pathOf(entry), grantIds: [step.grantId], differences: changed(step.grantId, entry),
      why: step.entries.length === 1 ? 'A grant admits all of it and more, and gives way to it.' : `A grant admits all of it and more, and gives way to it and ${step.entries.length - 1} more of the document.`,
    }))
    case 'create':
    case 'widen': return view(wanted(step.entry), {
      kind: step.kind, path: pathOf(step.entry), grantIds: step.kind === 'widen' ? step.grantIds : [], differences: step.kind === 'widen' ? changed(step.grantIds[0], step.entry) : [],
      approval: facts.approvals.get(step.entry) ?? null, asked: step.asked, why: askWords(step, facts.approvals.get(step.entry) ?? null),
    })
  }
}

const pathOf = (entry: number): string => `grants.${entry}`

const UNCHANGED = {
  same: 'It stands just so.', over: 'Its time is over; it asks for nothing any more.',
  longest: 'It stands, and ends as late as the settings allow; ask for its renewal before it ends.',
} as const

function askWords(step: Extract<Step, { kind: 'create' | 'widen' }>, approval: ApprovalView | null): string {
  const stays = step.kind === 'create' ? 'Nothing that stands admits it.' : step.grantIds.length === 1 ? 'It is more than, or other than, the grant that stands, which stays until then.' : `It would take the place of ${step.grantIds.length} grants, which stay until then.`
  if (step.asked !== null) return `${stays} It is asked for already and waits for approval.`
  const shortened = approval?.shortenedTo === null || approval === null ? '' : ` It would last ${approval.shortenedTo} days at most.`
  return `${stays} It is asked for, and takes effect once ${approval?.words ?? 'those who must'} ${approval !== null && approval.owner + approval.security > 1 ? 'have' : 'has'} approved.${shortened}`
}
