/** By what a server or an agent could be told to be a vendor's. */
export type Origin = { endpoint: string | null; command: readonly string[]; spiffeId: string | null; issuer: string | null }

/** Programs that fetch a package and run it: the first argument that is no option names the package. */
const RUNNERS: ReadonlySet<string> = new Set(['npx', 'bunx', 'pnpx', 'uvx', 'pipx', 'npm', 'pnpm', 'yarn', 'bun', 'deno'])
const VERBS: ReadonlySet<string> = new Set(['exec', 'dlx', 'run', 'x'])

/** Lower-case host of an address; null = it has none. */
function hostOf(address: string | null): string | null {
  if (address === null) return null
  try {
    return new URL(address).hostname.toLowerCase() || null
  } catch {
    return null
  }
}

/** "@acme/mcp" of `npx -y @acme/mcp@1.2`; null = the command runs no package by name. */
export function packageOf(command: readonly string[]): string | null {
  const program = command[0]?.split('/').at(-1) ?? ''
  if (!RUNNERS.has(program)) return null
  const name = command.slice(1).map((part) => part.replace(/^(--package|-p)=/, '').replace(/^(npm|jsr):/, '')).find((part) => !part.startsWith('-') && !VERBS.has(part))
  if (name === undefined) return null
  const at = name.indexOf('@', 1)
  return (at === -1 ? name : name.slice(0, at)).toLowerCase()
}

/**
 * Is it the vendor's? `vendor`: a domain (the endpoint's or issuer's host or trust domain, or one above it), an npm scope such as `@acme`, or
 * the package itself. A part of a label is no domain: `acme.com` is not the vendor of `notacme.com`.
 */
export function isOfVendor({ endpoint, command, spiffeId, issuer }: Origin, vendor: string): boolean {
  const wanted = vendor.trim().toLowerCase().replace(/^\*?\.(?=.)/, '').replace(/\/$/, '')
  if (wanted === '') return false
  const name = packageOf(command)
  if (name !== null && (name === wanted || (wanted.startsWith('@') && !wanted.includes('/') && name.startsWith(`${wanted}/`)))) return true
  return [hostOf(endpoint), hostOf(issuer), hostOf(spiffeId)].some((host) => host !== null && (host === wanted || host.endsWith(`.${wanted}`)))
}
