import type { SecretInput } from './server-input'
import type { Argument, Input, Package } from './server-json-schema'

/** What starts a package of each sort, where the document has no hint, and how it is told which version. */
const RUNNERS: Readonly<Record<string, { runner: readonly string[]; versioned: (identifier: string, version: string) => string; /** Between the package and its own arguments. */ between?: string }>> = {
  npm: { runner: ['npx', '-y'], versioned: (identifier, version) => `${identifier}@${version}` },
  pypi: { runner: ['uvx'], versioned: (identifier, version) => `${identifier}==${version}` },
  // An image names its version by tag or digest, if it has none yet.
  oci: { runner: ['docker', 'run', '-i', '--rm'], versioned: (identifier, version) => (/[:@][^/]*$/.test(identifier) ? identifier : `${identifier}:${version}`) },
  nuget: { runner: ['dnx'], versioned: (identifier, version) => `${identifier}@${version}`, between: '--' },
}

/** Members of the longest command that a server's record takes. */
const LONGEST = 100

/**
 * The command line that a package stands for: a record of what its people would run, never run from here. Values that a person
 * gives are shown as `<name>`; a secret's value is never taken over, whatever the document has there.
 */
export function packageCommand(pack: Package): string[] {
  const known = RUNNERS[pack.registryType]
  const runner = pack.runtimeHint === undefined ? known?.runner ?? [] : known !== undefined && known.runner[0] === pack.runtimeHint ? known.runner : [pack.runtimeHint]
  const what = pack.version === undefined ? pack.identifier : known?.versioned(pack.identifier, pack.version) ?? pack.identifier
  const own = (pack.packageArguments ?? []).flatMap(words)
  const between = own.length === 0 || known?.between === undefined ? [] : [known.between]
  return [...runner, ...(pack.runtimeArguments ?? []).flatMap(words), what, ...between, ...own].filter((word) => word.trim() !== '').slice(0, LONGEST)
}

function words(argument: Argument): string[] {
  const stated = isSecret(argument) ? undefined : argument.value ?? argument.default
  const place = `<${argument.valueHint ?? argument.name?.replace(/^-+/, '') ?? 'value'}>`
  const asked = isSecret(argument) || argument.isRequired === true || argument.type === 'positional'
  const value = stated ?? (asked ? place : undefined)
  if (argument.type === 'positional') return value === undefined ? [] : [value]
  // What somebody may leave out and nobody has set is left out; a name without any value is a switch.
  if (value === undefined && argument.format !== undefined && argument.format !== 'boolean') return []
  return [argument.name ?? '', ...(value === undefined ? [] : [value])]
}

/** A value that is put together from a secret is one. */
function isSecret(input: Input): boolean {
  return input.isSecret === true || Object.values(input.variables ?? {}).some((variable) => variable.isSecret === true)
}

/** What fills the places of a package's own address: its arguments, with or without dashes, and its environment variables. */
export function placesOf(pack: Package): Record<string, Input> {
  const named = [...(pack.packageArguments ?? []), ...(pack.runtimeArguments ?? [])].flatMap((argument) => [argument.valueHint, argument.name, argument.name?.replace(/^-+/, '')].flatMap((name) => (name === undefined ? [] : [[name, argument] as const])))
  return Object.fromEntries([...(pack.environmentVariables ?? []).map((variable) => [variable.name, variable] as const), ...named, ...Object.entries(pack.transport.variables ?? {})])
}

type Named = Input & { name: string }

/** References to the secrets that the server wants, long-lived by their nature; the first of a name counts. Never a value. */
export function secretsOf(variables: readonly Named[], headers: readonly Named[]): SecretInput[] {
  const found = new Map<string, SecretInput>()
  const add = (named: Named, where: string): void => {
    if (isSecret(named) && !found.has(named.name)) found.set(named.name, { name: named.name, kind: 'static', location: `${where} ${named.name}` })
  }
  for (const variable of variables) add(variable, 'environment variable')
  for (const header of headers) add(header, 'request header')
  return [...found.values()].slice(0, 50)
}
