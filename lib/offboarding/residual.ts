import type { ResidualLine } from './model'
import { credentialLines, grantLines, requestLines } from './residual-access'
import { childLines } from './residual-children'
import { dutyLines, mentionLines, sourceLines } from './residual-duties'
import type { ResidualFacts } from './residual-facts'
import { copyLines, downstreamLines, identityLines, secretLines, silenceLine } from './residual-outside'
import { ownershipLines } from './residual-ownership'

/**
 * Everything through which the subject still reaches something, or is reached: what, why, who must act, to whom it goes, how it will be
 * proven. Things of one sort are one line where one person or the console deals with them at once, with all ids (500 at most, the
 * count exact). Keys are unique and do not depend on counts, so that a line is found again; the order is that of the facts, silence last.
 */
export function residualLines(facts: ResidualFacts): ResidualLine[] {
  return [
    ...grantLines(facts), ...requestLines(facts), ...credentialLines(facts), ...secretLines(facts), ...downstreamLines(facts), ...ownershipLines(facts), ...childLines(facts),
    ...dutyLines(facts), ...mentionLines(facts), ...sourceLines(facts), ...copyLines(facts), ...identityLines(facts), silenceLine(facts),
  ]
}
