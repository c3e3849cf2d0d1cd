import { describe, expect, it } from 'vitest'
import { aTool, widened } from '@/lib/testing/discovery-builders'
import { definitionHash } from './definition-hash'
import type { ToolDefinition } from './tool-definition'
import { type KnownTool, planTool, type Seen, UNSEEN } from './tool-plan'

const plain = aTool('a')
const wide = widened('a')
const worded = aTool('a', { description: 'In other words' })

/** A tool whose definitions were these, oldest first; the first is approved. */
function known(definitions: readonly ToolDefinition[], more: Partial<KnownTool> = {}): KnownTool {
  const versions = definitions.map((definition, index) => ({ number: index + 1, hash: definitionHash(definition), definition })).reverse()
  return { suggested: 'read', definitionHash: versions[0]?.hash ?? null, approvedHash: versions.at(-1)?.hash ?? null, versions, class: { access: 'read', decidedBy: 'suggestion' }, ...more }
}

function listed(definition: ToolDefinition, seen: Partial<Seen> = {}) {
  return { definition, hash: definitionHash(definition), seen: { ...UNSEEN, ...seen } }
}

const sees = (...definitions: ToolDefinition[]): ReadonlySet<string> => new Set(definitions.map(definitionHash))

describe('a line of a listing', () => {
  it.each([
    ['nobody knew the tool', null, listed(plain), { number: 1, change: 'first' }],
    ['only a person declared it', known([], { definitionHash: null, class: { access: 'admin', decidedBy: 'person' } }), listed(plain), { number: 1, change: 'first' }],
    ['nothing changed', known([plain]), listed(plain), null],
    ['it changed', known([plain]), listed(wide, { mine: definitionHash(plain) }), { number: 2, change: 'widening' }],
    ['it changed back', known([plain, wide]), listed(plain, { mine: definitionHash(wide) }), { number: 3, change: 'altering' }],
    ['this credential sees what it saw', known([plain, wide]), listed(plain, { mine: definitionHash(plain), others: sees(wide) }), null],
    ['another credential saw it first', known([plain, wide]), listed(wide, { mine: definitionHash(plain), others: sees(wide) }), null],
    ['a third credential sees what one of two sees', known([plain, wide]), listed(plain, { others: sees(plain, wide) }), null],
    ['the last one that saw the newest goes back', known([plain, wide]), listed(plain, { mine: definitionHash(wide), others: sees(plain) }), { number: 3, change: 'altering' }],
    ['a new credential is shown something new', known([plain]), listed(wide, { others: sees(plain) }), { number: 2, change: 'widening' }],
  ] as const)('when %s', (_what, before, line, version) => {
    expect(planTool(before, line, false).version).toEqual(version)
  })

  it('the first complete run approves what it lists, unless a person has approved something', () => {
    expect([planTool(null, listed(plain), true), planTool(known([plain], { approvedHash: null }), listed(plain), true), planTool(known([plain]), listed(wide), true), planTool(null, listed(plain), false)].map((plan) => plan.approve))
      .toEqual(['baseline', 'baseline', null, null])
  })

  it('wording of the approved definition is approved; wording of an unapproved change is not', () => {
    expect(planTool(known([plain]), listed(worded), false).approve).toBe('wording')
    expect(planTool(known([plain, wide]), listed({ ...wide, description: 'In other words' }), false).approve).toBeNull()
    expect(planTool(known([plain, wide]), listed(worded), false).approve).toBe('wording')
  })

  it('raises a class that nobody decided, and never lowers one', () => {
    const destructive = aTool('a', { annotations: { destructiveHint: true } })
    expect(planTool(known([plain]), listed(destructive), false)).toMatchObject({ newClass: 'admin', firstClass: false, suggested: 'admin' })
    expect(planTool(known([plain], { class: { access: 'read', decidedBy: 'person' } }), listed(destructive), false)).toMatchObject({ newClass: null, suggested: 'admin' })
    expect(planTool(known([destructive], { suggested: 'admin', class: { access: 'admin', decidedBy: 'suggestion' } }), listed(plain), false)).toMatchObject({ newClass: null, suggested: 'admin' })
    expect(planTool(null, listed(destructive), false)).toMatchObject({ newClass: 'admin', firstClass: true })
  })
})
