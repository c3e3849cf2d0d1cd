import type { Actor } from '@/lib/auth/actor'
import type { Access, Sensitivity } from '@/lib/registry/model'

/** A tool that somebody may ask for, found by what it does. Title, description and hints are claims by its server. */
export type Requestable = {
  server: { slug: string; name: string; sensitivity: Sensitivity; lifecycle: string; environment: string }
  name: string
  title: string | null
  /** At most 200 characters. */
  description: string | null
  access: Access
  unclassified: boolean
  hints: { readOnly: boolean | null; destructive: boolean | null; openWorld: boolean | null }
}

/** Tools of every server that takes requests (active or in its pilot), the best match first. Names and descriptions are open to whoever may ask for anything. */
export async function searchRequestable(actor: Actor, q: string, limit: number): Promise<Requestable[]> {
  throw new Error(`${actor.id} ${q} ${limit}`)
}
