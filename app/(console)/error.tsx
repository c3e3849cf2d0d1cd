'use client'

import { ErrorNotice } from '@/components/shell/error-notice'
import { PageHead } from '@/components/shell/page-head'

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <><PageHead title="This page could not be shown" /><ErrorNotice digest={error.digest} onRetry={reset} /></>
}
