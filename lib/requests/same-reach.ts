import { beyond, type Reach } from '@/lib/grants/includes'
import { reachOf, type RequestContent } from './content'

/** Does the content admit just what the grant admits, target for target? */
export function sameReach(reach: Reach, content: RequestContent): boolean {
  const [only, ...others] = content.targets
  if (only === undefined || others.length > 0) return false
  const asked = reachOf(content, only)
  return beyond(reach, asked).length === 0 && beyond(asked, reach).length === 0
}
