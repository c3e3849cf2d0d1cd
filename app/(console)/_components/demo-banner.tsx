import { Banner } from '@/components/shell/page-head'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'

/** Says on every screen that nothing here is real, and where it is removed. */
export function DemoBanner() {
  return <Banner title="Demo data" action={<TextLink href={paths.settings()}>Remove it</TextLink>}>An example company; nothing here is real.</Banner>
}
