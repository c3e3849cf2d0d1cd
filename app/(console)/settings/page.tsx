import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsPage(): never {
  redirect(paths.tokens())
}
