import type { registerServerAction } from '@/app/(console)/servers/actions'
import { identityFrom } from '@/components/domain/identity-fields'

export type Asked = Parameters<typeof registerServerAction>[0]

/** One line of the aliases. */
export type AliasRow = { name: string; source: string; from: string | null }

/** One line of the secret references. */
export type SecretRow = { name: string; kind: 'static' | 'dynamic'; location: string; rotateEveryDays: string; lastRotatedAt: string }

const lines = (text: FormDataEntryValue | null, separator: RegExp): string[] => String(text ?? '').split(separator).map((line) => line.trim()).filter((line) => line !== '')

/** What the form says, in the words of the endpoint. What is left empty is absent; checks are the server's. */
export function serverFrom(data: FormData, aliases: readonly AliasRow[], secrets: readonly SecretRow[]): Asked {
  const text = (name: string): string => String(data.get(name) ?? '').trim()
  const orNull = (name: string): string | null => (text(name) === '' ? null : text(name))
  const stdio = text('transport') === 'stdio'
  const command = lines(data.get('command'), /\n/)
  return {
    slug: text('slug'), name: text('name'), purpose: text('purpose'),
    // The choices come from the same lists as the schema, which checks them again.
    environment: text('environment') as Asked['environment'], sensitivity: text('sensitivity') as Asked['sensitivity'], transport: text('transport') as Asked['transport'],
    effects: lines(data.get('effects'), /[\s,]+/), identity: identityFrom(data),
    endpoint: stdio ? null : orNull('endpoint'), command: stdio && command.length > 0 ? command : null,
    ownerEmail: text('ownerEmail'), backupOwnerEmail: orNull('backupOwnerEmail'), team: orNull('team'),
    aliases: aliases.filter((alias) => alias.name !== '').map((alias) => ({ name: alias.name, source: alias.source === '' ? null : alias.source, from: alias.from })),
    downstream: lines(data.get('downstream'), /\n/),
    secrets: secrets.filter((secret) => secret.name !== '' || secret.location !== '').map(({ name, kind, location, rotateEveryDays, lastRotatedAt }) => ({
      name, kind, location, rotateEveryDays: rotateEveryDays === '' ? null : Number(rotateEveryDays), lastRotatedAt: lastRotatedAt === '' ? null : `${lastRotatedAt}T00:00:00Z`,
    })),
    reviewEveryDays: text('reviewEveryDays') === '' ? null : Number(text('reviewEveryDays')),
    discoverEveryHours: text('discoverEveryHours') === '' ? null : Number(text('discoverEveryHours')), discoveryCredential: orNull('discoveryCredential'),
  }
}
