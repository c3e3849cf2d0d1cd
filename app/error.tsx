'use client'

import { ErrorNotice } from '@/components/shell/error-notice'

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <main className="bare"><h1 className="pb-4">This page could not be shown</h1><ErrorNotice digest={error.digest} onRetry={reset} /></main>
}
