import type { Access, Sensitivity } from '@/lib/registry/model'
import type { FrozenDefinition, Risk } from './frozen'

export const RISKS = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Risk[]

const OF_ACCESS: Record<Access, number> = { read: 0, write: 1, admin: 2 }
const OF_SENSITIVITY: Record<Sensitivity, number> = { public: 0, internal: 0, confidential: 1, restricted: 2 }

/** What a grant's risk is made of; `findings` are the severities of those that are open. */
export type RiskFacts = { access: Access; sensitivity: Sensitivity; effects: readonly string[]; findings: readonly Risk[]; definition: FrozenDefinition['state'] }

/**
 * What a wrong answer could cost: how much may be done, where, with what effect, and whether something is known to be wrong there. A
 * step each, three of them critical. What nobody compared (`unbound`) is no step: it is a lack of knowledge, which a flag tells.
 */
export function riskOf({ access, sensitivity, effects, findings, definition }: RiskFacts): Risk {
  const wrong = grave(findings) || definition === 'widened' || definition === 'altered' || definition === 'added'
  return level(OF_ACCESS[access] + OF_SENSITIVITY[sensitivity] + (effects.length > 0 ? 1 : 0) + (wrong ? 1 : 0))
}

/** Of a server or an agent that somebody answers for. An agent has no sensitivity. Without somebody there who answers it is two steps more. */
export function ownershipRisk(facts: { sensitivity: Sensitivity | null; effects: readonly string[]; answered: boolean; findings: readonly Risk[] }): Risk {
  const of = facts.sensitivity === null ? 0 : OF_SENSITIVITY[facts.sensitivity]
  return level(of + (facts.effects.length > 0 ? 1 : 0) + (facts.answered ? 0 : 2) + (grave(facts.findings) ? 1 : 0))
}

/** The gravest first. */
export function compareRisk(a: Risk, b: Risk): number {
  return RISKS.indexOf(b) - RISKS.indexOf(a)
}

function grave(findings: readonly Risk[]): boolean {
  return findings.some((severity) => severity === 'high' || severity === 'critical')
}

function level(steps: number): Risk {
  return RISKS[Math.min(steps, RISKS.length - 1)] ?? 'critical'
}
