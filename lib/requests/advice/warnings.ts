import { dayInWords } from '@/lib/grants/day-in-words'
import { isExact } from '@/lib/grants/target-match'
import { maximumDays } from '@/lib/requests/approval-policy'
import type { Term } from '@/lib/requests/content'
import type { Step } from '@/lib/requests/eligibility'
import { emergencyWindow, windowFor } from '@/lib/requests/need'
import { type AdviceFacts, admittedTools } from './facts'
import type { ToxicId } from './toxic'
import { toxicGroups } from './toxic-groups'
import { count, toolWords } from './words'

export type WarningSeverity = 'high' | 'medium' | 'low'
export type WarningId = ToxicId | 'no_approver' | 'cut' | 'unscoped_write' | 'admin_glob' | 'agent_never_seen' | 'any_agent' | 'unclassified_tools' | 'changed_definitions' | 'pilot'

/** What a warning is about, for links: targets by their place in the request, grants by id, tools by name. */
export type About =
  | { kind: 'target'; index: number }
  | { kind: 'grant'; id: string }
  | { kind: 'tools'; server: string; names: readonly string[] }
  | { kind: 'agent'; id: string }
  | { kind: 'server'; slug: string }
  | { kind: 'step'; step: Step }

/** Something to know before one asks, or says yes. `text` is a sentence that stands by itself. */
export type Warning = { id: WarningId; severity: WarningSeverity; text: string; about: readonly About[] }

const RANK: Record<WarningSeverity, number> = { high: 0, medium: 1, low: 2 }

/** Everything worth a warning about this request, the grave first. The same for the screens and for the command that decides. */
export function warningsOf(facts: AdviceFacts): Warning[] {
  const found = [...toxicGroups(facts), ...withoutApprover(facts), ...cuts(facts), ...breadth(facts), ...unknowns(facts)]
  return found.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
}

/** Must who says yes to this say why? */
export function needsReason(warnings: readonly Pick<Warning, 'severity'>[]): boolean {
  return warnings.some(({ severity }) => severity === 'high')
}

const STEP_WORDS: Record<Step, string> = { owner: 'the owner’s step', security: 'the security reviewers’ step' }

function withoutApprover({ steps }: AdviceFacts): Warning[] {
  return steps.filter(({ need, have, holders }) => have < need && new Set(holders.map(({ personId }) => personId)).size < need - have).map(({ step, need, have, holders }) => ({
    id: 'no_approver', severity: 'high', about: [{ kind: 'step', step }],
    text: holders.length === 0 ? `Nobody is left who may answer ${STEP_WORDS[step]}.` : `${STEP_WORDS[step].replace(/^t/, 'T')} needs ${count(need - have, 'more person', 'more people')}, and only ${holders.length} may answer it.`,
  }))
}

function askedWords(terms: readonly Term[]): string {
  const [term] = terms
  if (term === undefined) return 'Longer was asked for'
  if (term.kind === 'days') return `${count(term.days, 'day')} asked`
  return term.kind === 'until' ? `Until ${dayInWords(term.until)} asked` : 'No end asked'
}

/** One warning for each length that the wish is cut to. */
function cuts({ kind, content, policies, server, now, after }: AdviceFacts): Warning[] {
  const asked = askedWords(content.terms)
  if (kind === 'break_glass') {
    const { cut, from, until } = emergencyWindow(policies, content, now)
    return cut && until !== null ? [{ id: 'cut', severity: 'low', text: `${asked}; ${count(Math.round((until - from) / 3_600_000), 'hour')} at most in an emergency.`, about: [] }] : []
  }
  const found = new Map<string, Warning & { about: About[] }>()
  content.targets.forEach((target, index) => {
    if (windowFor(policies, content, target, server, now, after)?.cut !== true) return
    const text = `${asked}; ${count(maximumDays(policies, target.access, server), 'day')} at most for ${target.access} on ${server.sensitivity} servers.`
    const one = found.get(text) ?? { id: 'cut' as const, severity: 'low' as const, text, about: [] }
    one.about.push({ kind: 'target', index })
    found.set(text, one)
  })
  return [...found.values()]
}

function breadth({ content, server }: AdviceFacts): Warning[] {
  const targets = content.targets.map((target, index) => ({ ...target, index }))
  const about = (some: typeof targets): About[] => some.map(({ index }) => ({ kind: 'target', index }))
  const globs = targets.filter(({ name, access }) => access === 'admin' && !isExact(name))
  const unscoped = targets.filter(({ access, scope }) => access !== 'read' && scope.length === 0)
  const found: Warning[] = []
  if (globs.length > 0) found.push({ id: 'admin_glob', severity: 'high', about: about(globs), text: `Admin on ${toolWords(globs)} admits whatever ${server.slug} comes to offer under such a name.` })
  if (unscoped.length > 0) {
    const names = unscoped.some(({ name }) => name === '*') ? 'Everything' : toolWords(unscoped)
    found.push({ id: 'unscoped_write', severity: 'medium', about: about(unscoped), text: `${names} may ${unscoped.some(({ access }) => access === 'admin') ? 'change and administer' : 'change'} any resource of ${server.slug}: no scope is given.` })
  }
  return found
}

function unknowns({ content, server, agent }: AdviceFacts): Warning[] {
  const found: Warning[] = []
  const tools = [...new Set(content.targets.flatMap((target) => admittedTools(server, target)))]
  const about = (some: typeof tools): About[] => [{ kind: 'tools', server: server.slug, names: some.map(({ name }) => name) }]
  const unclassified = tools.filter((tool) => tool.unclassified)
  if (unclassified.length > 0) found.push({ id: 'unclassified_tools', severity: 'medium', about: about(unclassified), text: `Nobody has said what ${toolWords(unclassified)} ${unclassified.length === 1 ? 'does' : 'do'}, and the server claims nothing: counted as write.` })
  const changed = tools.filter((tool) => tool.changed)
  if (changed.length > 0) found.push({ id: 'changed_definitions', severity: 'medium', about: about(changed), text: `The definition of ${toolWords(changed)} is not the approved one any more, or never was approved; a grant would be bound to it as it is.` })
  if (agent !== null && agent.seenAt === null) found.push({ id: 'agent_never_seen', severity: 'low', about: [{ kind: 'agent', id: agent.id }], text: `${agent.name} has never been seen in activity: no log shows that it exists.` })
  if (agent === null) found.push({ id: 'any_agent', severity: 'medium', about: [], text: 'For any registered agent, also such as come later: what each of them can do besides is not looked at here.' })
  if (server.lifecycle === 'pilot') found.push({ id: 'pilot', severity: 'low', about: [{ kind: 'server', slug: server.slug }], text: `${server.slug} is in its pilot: only reading, only by named agents.` })
  return found
}
