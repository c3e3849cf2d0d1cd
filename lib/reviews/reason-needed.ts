import type { Recommendation, Risk } from './frozen'
import type { Answer } from './outcome'

// Asked in the browser too, and so apart from what needs the server's libraries.

/** Does the answer go against the recommendation? */
export function overrides(answer: Answer, recommendation: Recommendation['answer']): boolean {
  if (answer === 'keep') return recommendation === 'shorten' || recommendation === 'narrow' || recommendation === 'revoke' || recommendation === 'look'
  return answer === 'revoke' && recommendation === 'keep'
}

/** Why an answer needs a reason, in words that follow "needs a reason"; null = it needs none. */
export function reasonNeeded(answer: Answer, recommendation: Recommendation, risk: Risk): string | null {
  if (overrides(answer, recommendation.answer)) return `against the recommendation (${recommendation.text})`
  return answer === 'keep' && (risk === 'high' || risk === 'critical') ? `to keep what is of ${risk} risk` : null
}
