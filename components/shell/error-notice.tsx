'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** In the place of what failed. The message of a surprise stays in the server's log; its number leads there. */
export function ErrorNotice({ digest, onRetry }: { digest?: string; onRetry: () => void }) {
  return (
    <Notice tone="error" title="Something went wrong here" code={digest ?? 'internal'} action={<Button onClick={onRetry}>Try again</Button>}>
      <p>It was noted in the server's log under the code below. Nothing was changed by looking at this page.</p>
    </Notice>
  )
}
