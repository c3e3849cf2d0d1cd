import { Tabs } from '@/components/ui/tabs'
import { paths } from '@/lib/paths'

/** The three pages of the life cycle. */
export function LifecycleTabs({ current, waiting }: { current: 'board' | 'transfers' | 'policy'; waiting?: number }) {
  return (
    <Tabs
      label="Life cycle"
      items={[
        { label: 'Board', href: paths.lifecycle(), current: current === 'board' },
        { label: 'Transfers', href: paths.transfers(), current: current === 'transfers', ...(waiting === undefined || waiting === 0 ? {} : { count: waiting }) },
        { label: 'Policy', href: paths.lifecyclePolicy(), current: current === 'policy' },
      ]}
    />
  )
}
