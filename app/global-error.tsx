'use client'

import { ErrorNotice } from '@/components/shell/error-notice'
import './globals.css'

/** The last resort: the root layout itself failed, so this draws the document. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something failed - Bailiwick</title>
        <main className="bare"><h1 className="pb-4">The console could not be shown</h1><ErrorNotice digest={error.digest} onRetry={reset} /></main>
      </body>
    </html>
  )
}
