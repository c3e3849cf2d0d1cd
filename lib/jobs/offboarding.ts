import { tendLifecycle } from '@/lib/lifecycle/commands/tend'
import { countCalls } from '@/lib/offboarding/commands/count-calls'
import { openForLeavers } from '@/lib/offboarding/commands/leavers'
import { lookAtCases } from '@/lib/offboarding/commands/look'
import { reachPlanned } from '@/lib/offboarding/commands/planned'
import type { Step } from './tend'

export { OFFBOARDING_CHANNEL } from '@/lib/offboarding/commands/write'

/** What offboarding and the life cycle need done by themselves. What opens and moves cases comes before what looks at them; pictures come last. */
export const OFFBOARDING_STEPS: readonly Step[] = [
  { what: 'Opening offboardings of who has left', run: openForLeavers },
  { what: 'Reaching the planned stages of offboardings', run: reachPlanned },
  { what: 'Keeping the duties of the life cycle', run: tendLifecycle },
  { what: 'Looking at offboardings', run: lookAtCases },
  { what: 'Counting the calls of offboardings', run: countCalls },
]
