/**
 * Shapes of secrets. Prefixes are those that issuers document so that scanners can find them. `sure` shapes are a secret whatever
 * stands around them and make a finding; the others are hidden where text is kept, but plain language can look like them.
 */
export const SECRET_SHAPES: readonly { name: string; sure: boolean; pattern: RegExp }[] = [
  { name: 'GitHub or GitLab token', sure: true, pattern: /\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[\w-]{16,})/g },
  { name: 'API key', sure: true, pattern: /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_][\w-]{8,}/g },
  { name: 'API key', sure: true, pattern: /\bsk-[A-Za-z0-9]{20,}/g },
  { name: 'Slack token', sure: true, pattern: /\bxox[abeoprs]-[\w-]{8,}/g },
  { name: 'AWS key id', sure: true, pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g },
  { name: 'Google API key', sure: true, pattern: /\bAIza[\w-]{30,}/g },
  { name: 'Google token', sure: true, pattern: /\bya29\.[\w-]{20,}/g },
  { name: 'access token', sure: true, pattern: /\b(?:npm|dop_v1|doo_v1|shpat|shpss|hf|pypi)[_-][A-Za-z0-9_-]{16,}/g },
  { name: 'token of this console', sure: true, pattern: /\bbwk_[A-Za-z0-9_]{16,}/g },
  // Begins where a run of its letters begins, so that each run is read once.
  { name: 'JSON Web Token', sure: true, pattern: /(?<![\w-])ey[JI][\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g },
  { name: 'private key', sure: true, pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  { name: 'credentials of a header', sure: false, pattern: /\b(?:Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi },
  { name: 'password in an address', sure: true, pattern: /(?<=:\/\/[^\s/:@]{0,200}:)[^\s/@]{3,200}(?=@)/g },
]

/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]'

/** Nothing without one of these has any of the shapes: most texts are settled by one look. */
const HINT = /gh[opsur]_|github_pat_|glpat-|[srp]k[-_]|xox|AKIA|ASIA|AROA|AIDA|AIza|ya29|npm|do[po]_v1|shp|hf[-_]|pypi|bwk_|ey[JI]|PRIVATE KEY|:\/\/|bearer|basic/i

/** Could a text hold one of the shapes? False for most texts, and then for sure. No shape is shorter than twelve characters. */
export function mayHoldSecret(text: string): boolean {
  return text.length >= 12 && HINT.test(text)
}

/** A value that only says where the secret is: `${TOKEN}`, `$TOKEN`, `<token>`, `{{token}}`, `vault:kv/x`, `op://x`, a path. */
const REFERENCE = /^(?:\$|<|\{\{|%\w+%|(?:env|vault|secret|secrets|file|op|ref|aws|arn|keychain)[:=]|op:\/\/|\.{0,2}\/|~\/|\[hidden\]|\*+$|x+$)/i

/** The shape of a secret in a text, or null. A header's credentials count only where no word could look like them. */
export function sureShape(text: string): string | null {
  if (!mayHoldSecret(text)) return null
  for (const { name, sure, pattern } of SECRET_SHAPES) {
    const found = text.match(pattern)
    if (found?.some((part) => !isReference(part) && (sure || /\d/.test(part) && part.length >= 24)) === true) return name
  }
  return null
}

function isReference(part: string): boolean {
  return REFERENCE.test(part)
}

const NAMES = /(?:^|[^a-z])(?:pass(?:word|wd|phrase|code)?|secret|token|authorization|api_?key|access_?key|private_?key|credential|cookie|bearer|signature|otp|pin)s?$/
const MAYBE = /pass|secret|token|auth|key|cred|cookie|bearer|sign|otp|pin/i

/** True for a member whose very name says that its value is a secret: `password`, `apiKey`, `X-Auth-Token`, `client_secret`. */
export function isSecretName(name: string): boolean {
  if (name.length > 200 || !MAYBE.test(name)) return false
  return NAMES.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[-. ]/g, '_').toLowerCase())
}

/** Where a secret-shaped value lies in what the register keeps of a server. Each place once; never the value. */
export type SecretPlace = { place: 'command' | 'endpoint'; shape: string }

/**
 * A command's arguments and an endpoint must name secrets, not hold them. Beside the shapes, `--token=…`, `TOKEN=…` and `--token …`
 * hold one when the value is no reference and at least eight characters long; so does an endpoint's query (`?api_key=…`).
 */
export function secretPlaces({ command, endpoint }: { command: readonly string[]; endpoint: string | null }): SecretPlace[] {
  const places: SecretPlace[] = []
  const inCommand = command.map((argument, i) => inArgument(argument, command[i - 1])).find((shape) => shape !== null)
  if (inCommand !== undefined && inCommand !== null) places.push({ place: 'command', shape: inCommand })
  const inAddress = endpoint === null ? null : inEndpoint(endpoint)
  if (inAddress !== null) places.push({ place: 'endpoint', shape: inAddress })
  return places
}

function inArgument(argument: string, before: string | undefined): string | null {
  return sureShape(argument) ?? assigned(argument) ?? following(before, argument)
}

function inEndpoint(endpoint: string): string | null {
  return sureShape(endpoint) ?? inQuery(endpoint)
}

/** A command without the secrets that `secretPlaces` finds in it, for what is kept for ever. The names beside them stay. */
export function withoutSecrets(command: readonly string[]): string[] {
  return command.map((argument, i) => {
    if (inArgument(argument, command[i - 1]) === null) return argument
    const [name = ''] = /^-{0,2}[\w.-]{1,200}=/.exec(argument) ?? []
    return `${sureShape(name) === null ? name : ''}${HIDDEN}`
  })
}

/** An endpoint as it may be kept for ever: one that holds a secret only as far as its host. */
export function endpointWithoutSecrets(endpoint: string): string {
  return inEndpoint(endpoint) === null ? endpoint : `${URL.parse(endpoint)?.origin ?? ''}/${HIDDEN}`
}

function valueOf(name: string, value: string): string | null {
  return isSecretName(name) && value.length >= 8 && !isReference(value) ? `value of ${name.replace(/^-+/, '').slice(0, 60)}` : null
}

function assigned(argument: string): string | null {
  const [, name, value] = /^(-{0,2}[\w.-]{1,200})=(.*)$/s.exec(argument) ?? []
  return name === undefined || value === undefined ? null : valueOf(name, value)
}

/** The value of the option before it. */
function following(before: string | undefined, argument: string): string | null {
  return before === undefined || !/^--?[\w.-]{1,200}$/.test(before) || argument.startsWith('-') ? null : valueOf(before, argument)
}

function inQuery(endpoint: string): string | null {
  const query = endpoint.split('#')[0]?.split('?').slice(1).join('?') ?? ''
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2)
    const shape = valueOf(name, value)
    if (shape !== null) return shape
  }
  return null
}
