export const STAGES = ['open', 'frozen', 'revoked', 'rotated', 'watch', 'closed', 'cancelled'] as const
export type Stage = (typeof STAGES)[number]

/** Of which something is still to come. */
export const UNDER_WAY = ['open', 'frozen', 'revoked', 'rotated', 'watch'] as const satisfies readonly Stage[]

export type StageMove = {
  from: Stage
  to: Stage
  /** A person with this permission, or the console itself, when its time has come or its proof is there. */
  by: 'offboarding.open' | 'offboarding.run' | 'offboarding.sign' | 'system'
  /** In words: what must hold. */
  when: string
}

/** Every move of a case; the store refuses the others too. */
export const STAGE_MOVES: readonly StageMove[] = [
  { from: 'open', to: 'frozen', by: 'offboarding.open', when: 'at any time, or at its planned date' },
  { from: 'open', to: 'cancelled', by: 'offboarding.sign', when: 'at any time' },
  { from: 'frozen', to: 'revoked', by: 'offboarding.run', when: 'everything owned has somebody to go to' },
  { from: 'frozen', to: 'cancelled', by: 'offboarding.sign', when: 'at any time; what was is restored' },
  { from: 'revoked', to: 'rotated', by: 'system', when: 'every secret that it knew is rotated, removed or exempt' },
  { from: 'rotated', to: 'watch', by: 'system', when: 'at once' },
  { from: 'watch', to: 'closed', by: 'system', when: 'it was silent for the whole watch, somebody listened, and every line is proven, attested or exempt' },
  { from: 'watch', to: 'closed', by: 'offboarding.sign', when: 'by a signed exception' },
  { from: 'closed', to: 'watch', by: 'system', when: 'something of it was heard afterwards' },
]

/** What people do with a case, in which stages. */
export const CASE_ACTIONS = {
  plan: ['open', 'frozen'],
  /** Say what came in its place, or what it was registered anew as: that is often known last. */
  link: ['open', 'frozen', 'revoked', 'rotated', 'watch', 'closed'],
  freeze: ['open'],
  revoke: ['frozen'],
  cancel: ['open', 'frozen'],
  attest: ['open', 'frozen', 'revoked', 'rotated', 'watch'],
  exempt: ['revoked', 'rotated', 'watch'],
  look: ['revoked', 'rotated', 'watch', 'closed'],
  sign: ['watch'],
  explain: ['open', 'frozen', 'revoked', 'rotated', 'watch', 'closed'],
} as const satisfies Record<string, readonly Stage[]>
export type CaseAction = keyof typeof CASE_ACTIONS

const WORDS: Record<CaseAction, string> = {
  plan: 'planned', link: 'linked to what comes after it', freeze: 'frozen', revoke: 'revoked', cancel: 'cancelled', attest: 'attested', exempt: 'exempted', look: 'looked at', sign: 'closed by a signature', explain: 'explained',
}

/** Why `action` is not possible in this stage, in words; null = it is. */
export function caseRefusal(action: CaseAction, stage: Stage): string | null {
  const stages: readonly Stage[] = CASE_ACTIONS[action]
  return stages.includes(stage) ? null : `The offboarding is ${stageInWords(stage)}; only one that is ${stages.map(stageInWords).join(' or ')} can be ${WORDS[action]}.`
}

/** Why a rotation is not attested yet, in words; null = it may be. Until the freeze whoever ends would learn the new value too. */
export function rotationRefusal(action: string, stage: Stage): string | null {
  return action === 'rotate' && stage === 'open' ? 'A rotation counts from the freeze on: until then what ends could read the new value. Freeze it first.' : null
}

export function mayMoveCase(from: Stage, to: Stage): boolean {
  return STAGE_MOVES.some((move) => move.from === from && move.to === to)
}

/** "being watched" of watch; the others say it themselves. */
export function stageInWords(stage: Stage): string {
  return stage === 'watch' ? 'being watched' : stage
}
