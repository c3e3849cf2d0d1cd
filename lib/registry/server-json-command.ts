import type { SecretInput } from './server-input'
import type { Argument, Package } from './server-json-schema'

/** What starts a package of each sort, where the document has no hint, and how it is told which version. */
const RUNNERS: Readonly<Record<string, { runner: readonly string[]; versioned: (identifier: string, version: string) => string }>> = {
  npm: { runner: ['npx', '-y'], versioned: (identifier, version) => `${identifier}@${version}` },
  pypi: { runner: ['uvx'], versioned: (identifier, version) => `${identifier}==${version}` },
  // An image names its version by tag or digest, if it has none yet.
  oci: { runner: ['docker', 'run', '-i', '--rm'], versioned: (identifier, version) => (/[:@][^/]*$/.test(identifier) ? identifier : `${identifier}:${version}`) },
  nuget: { runner: ['dnx'], versioned: (identifier, version) => `${identifier}@${version}` },
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
  return [...runner, ...(pack.runtimeArguments ?? []).flatMap(words), what, ...(pack.packageArguments ?? []).flatMap(words)].filter((word) => word.trim() !== '').slice(0, LONGEST)
}

function words(argument: Argument): string[] {
  const stated = argument.isSecret === true ? undefined : argument.value ?? argument.default
  const place = `<${argument.valueHint ?? argument.name?.replace(/^-+/, '') ?? 'value'}>`
  const value = stated ?? (argument.isSecret === true || argument.isRequired === true ? place : undefined)
  if (argument.type === 'positional') return value === undefined ? [] : [value]
  return [argument.name ?? '', ...(value === undefined ? [] : [value])]
}

type Named = { name: string; isSecret?: boolean | undefined }

/** References to the secrets that the server wants, long-lived by their nature; the first of a name counts. Never a value. */
export function secretsOf(variables: readonly Named[], headers: readonly Named[]): SecretInput[] {
  const found = new Map<string, SecretInput>()
  const add = (named: Named, where: string): void => {
    if (named.isSecret === true && !found.has(named.name)) found.set(named.name, { name: named.name, kind: 'static', location: `${where} ${named.name}` })
  }
  for (const variable of variables) add(variable, 'environment variable')
  for (const header of headers) add(header, 'request header')
  return [...found.values()].slice(0, 50)
}
