import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import { themeOf } from '@/components/shell/theme'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Bailiwick', template: '%s - Bailiwick' },
  description: 'Governance console for MCP servers as non-human identities',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Nothing is prerendered: a page made at build time would carry scripts without this request's nonce, and all would be refused. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const jar = await cookies()
  const theme = themeOf(jar.get('theme')?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <Providers zone={jar.get('tz')?.value === 'local' ? 'local' : 'utc'}>{children}</Providers>
      </body>
    </html>
  )
}
