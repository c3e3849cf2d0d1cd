import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'

export type RequestTab = 'waiting' | 'mine' | 'all' | 'definitions'

/** What waits for an answer: requests by whose they are, and definitions that are no longer what somebody approved. */
export function RequestTabs({ waiting, current }: { waiting: number; current: RequestTab }) {
  return (
    <Tabs label="Which requests" items={[
      { label: 'Waiting for you', count: waiting, href: paths.requests({ view: 'waiting' }), current: current === 'waiting' },
      { label: 'Yours', href: paths.requests({ view: 'mine' }), current: current === 'mine' },
      { label: 'All you may see', href: paths.requests({ view: 'all' }), current: current === 'all' },
      { label: 'Definitions', href: paths.definitionsToApprove(), current: current === 'definitions' },
    ]} />
  )
}
