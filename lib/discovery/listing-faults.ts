import { canonicalJson } from '@/lib/canonical-json'
import { toolNameSchema } from '@/lib/registry/workload-input'
import type { Listing } from './model'

/** Bytes of a name: it is part of an index. */
const NAME_BYTES = 2_000

/**
 * Why a listing cannot be stored, in words; null = it can. The last look before the catalogue, whoever made the listing: text that
 * is no Unicode or has U+0000, names that an index cannot take, the same name twice, values that JSON cannot say.
 */
export function listingFault(listing: Listing): string | null {
  let text: string
  try {
    text = canonicalJson(listing)
  } catch {
    return 'The listing contains something that JSON cannot say.'
  }
  // Both appear escaped in JSON: U+0000 always, half a surrogate pair because JSON.stringify is well-formed.
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(text)) return 'The listing contains a character that is no text.'
  const names = new Set<string>()
  for (const [kind, name] of [...listing.tools.map((tool) => ['tool', tool.name] as const), ...listing.contexts.map((context) => [context.kind, context.name] as const)]) {
    if (names.has(`${kind} ${name}`)) return `The server lists the ${kind} ${name} twice.`
    names.add(`${kind} ${name}`)
    const fits = kind === 'tool' ? toolNameSchema.safeParse(name).success : name.length > 0
    if (!fits || new TextEncoder().encode(name).length > NAME_BYTES) return `The server lists a ${kind} with a name that is none (${name.slice(0, 60)}).`
  }
  return null
}
