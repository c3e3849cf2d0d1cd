export const CAMPAIGN_STATES = ['draft', 'running', 'remediation', 'confirming', 'closed', 'cancelled'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

/** Of which something is still to come. */
export const OPEN_STATES = ['draft', 'running', 'remediation', 'confirming'] as const satisfies readonly CampaignState[]

/** Every move of a campaign; the store refuses the others too. */
export const CAMPAIGN_MOVES: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['running', 'cancelled'],
  running: ['remediation', 'cancelled'],
  remediation: ['confirming'],
  // Back, when an outcome turns out not to be applied after all.
  confirming: ['remediation', 'closed'],
  closed: [],
  cancelled: [],
}

export const ITEM_STATES = ['pending', 'decided', 'remediated', 'confirmed', 'exempt', 'error'] as const
export type ItemState = (typeof ITEM_STATES)[number]

export const ITEM_MOVES: Readonly<Record<ItemState, readonly ItemState[]>> = {
  pending: ['decided', 'exempt'],
  decided: ['remediated', 'error', 'exempt'],
  error: ['decided', 'remediated', 'exempt'],
  remediated: ['confirmed', 'exempt'],
  confirmed: [],
  exempt: [],
}

/** What people do with a campaign, in which states. */
export const CAMPAIGN_ACTIONS = {
  change: ['draft'],
  launch: ['draft'],
  cancel: ['draft', 'running'],
  answer: ['running'],
  sign_off: ['running'],
  close_stage: ['running'],
  remind: ['running'],
  remedy: ['remediation', 'confirming'],
} as const satisfies Record<string, readonly CampaignState[]>
export type CampaignAction = keyof typeof CAMPAIGN_ACTIONS

const WORDS: Record<CampaignAction, string> = {
  change: 'changed', launch: 'launched', cancel: 'cancelled', answer: 'answered', sign_off: 'signed off', close_stage: 'moved on', remind: 'reminded of', remedy: 'remedied',
}

/** Why `action` is not possible in this state, in words; null = it is. */
export function campaignRefusal(action: CampaignAction, state: CampaignState): string | null {
  const states: readonly CampaignState[] = CAMPAIGN_ACTIONS[action]
  return states.includes(state) ? null : `The campaign is ${state === 'remediation' ? 'in remediation' : state}; only one that is ${states.join(' or ')} can be ${WORDS[action]}.`
}

export function mayMoveCampaign(from: CampaignState, to: CampaignState): boolean {
  return CAMPAIGN_MOVES[from].includes(to)
}

export function mayMoveItem(from: ItemState, to: ItemState): boolean {
  return ITEM_MOVES[from].includes(to)
}
