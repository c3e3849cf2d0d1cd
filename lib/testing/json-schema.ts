/** The part of JSON Schema 2020-12 that tests make schemas of, checked the plain way: an oracle for what a schema accepts. */
export function accepts(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema
  const all = schema as Record<string, unknown>
  return Object.keys(all).every((keyword) => CHECKS[keyword]?.(all[keyword], value, all) ?? true)
}

type Check = (given: unknown, value: unknown, schema: Record<string, unknown>) => boolean

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const list = (given: unknown): unknown[] => given as unknown[]

function isType(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  return type === 'null' ? value === null : typeof value === type
}

const onNumber = (holds: (value: number, given: number) => boolean): Check => (given, value) => typeof value !== 'number' || holds(value, Number(given))
const onText = (holds: (length: number, given: number) => boolean): Check => (given, value) => typeof value !== 'string' || holds([...value].length, Number(given))
const onList = (holds: (length: number, given: number) => boolean): Check => (given, value) => !Array.isArray(value) || holds(value.length, Number(given))

const CHECKS: Readonly<Record<string, Check>> = {
  type: (given, value) => (Array.isArray(given) ? given : [given]).some((one) => isType(one, value)),
  enum: (given, value) => list(given).some((one) => equal(one, value)),
  const: (given, value) => equal(given, value),
  minimum: onNumber((value, given) => value >= given), maximum: onNumber((value, given) => value <= given),
  exclusiveMinimum: onNumber((value, given) => value > given), exclusiveMaximum: onNumber((value, given) => value < given),
  multipleOf: onNumber((value, given) => Number.isInteger(value / given)),
  minLength: onText((length, given) => length >= given), maxLength: onText((length, given) => length <= given),
  minItems: onList((length, given) => length >= given), maxItems: onList((length, given) => length <= given),
  pattern: (given, value) => typeof value !== 'string' || new RegExp(String(given), 'u').test(value),
  uniqueItems: (given, value) => given !== true || !Array.isArray(value) || new Set(value.map((one) => JSON.stringify(one))).size === value.length,
  required: (given, value) => !isObject(value) || list(given).every((name) => Object.hasOwn(value, String(name))),
  properties: (given, value) => !isObject(value) || !isObject(given) || Object.entries(given).every(([name, schema]) => !Object.hasOwn(value, name) || accepts(schema, value[name])),
  additionalProperties: (given, value, schema) => !isObject(value) || Object.entries(value).every(([name, member]) => (isObject(schema['properties']) && Object.hasOwn(schema['properties'], name)) || accepts(given, member)),
  propertyNames: (given, value) => !isObject(value) || Object.keys(value).every((name) => accepts(given, name)),
  prefixItems: (given, value) => !Array.isArray(value) || list(given).every((schema, i) => i >= value.length || accepts(schema, value[i])),
  items: (given, value, schema) => !Array.isArray(value) || value.slice(Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0).every((one) => accepts(given, one)),
  anyOf: (given, value) => list(given).some((schema) => accepts(schema, value)),
  allOf: (given, value) => list(given).every((schema) => accepts(schema, value)),
  oneOf: (given, value) => list(given).filter((schema) => accepts(schema, value)).length === 1,
  not: (given, value) => !accepts(given, value),
}
