/** Levels of a value that are read; what lies deeper is left out. */
const DEPTH = 32

type Given = Record<string, unknown>

/**
 * An OTLP AnyValue as the plain value it stands for. Integers that a double cannot hold stay decimal texts; bytes stay base64.
 * What is no AnyValue is null.
 */
export function plainValue(value: unknown, depth = DEPTH): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return null
  const given = value as Given
  if ('stringValue' in given) return typeof given['stringValue'] === 'string' ? given['stringValue'] : null
  if ('boolValue' in given) return given['boolValue'] === true
  if ('intValue' in given) return integer(given['intValue'])
  if ('doubleValue' in given) return double(given['doubleValue'])
  if ('bytesValue' in given) return typeof given['bytesValue'] === 'string' ? given['bytesValue'] : null
  if ('arrayValue' in given) return listOf(valuesOf(given['arrayValue'])).map((item) => plainValue(item, depth - 1))
  return 'kvlistValue' in given ? plainAttributes(valuesOf(given['kvlistValue']), depth - 1) : null
}

/** A list of {key, value} as one object; of a key given twice the last counts. Never throws. */
export function plainAttributes(attributes: unknown, depth = DEPTH): Record<string, unknown> {
  if (depth === 0) return {}
  return Object.fromEntries(listOf(attributes).flatMap((one): [string, unknown][] => {
    if (typeof one !== 'object' || one === null) return []
    const { key, value } = one as Given
    return typeof key === 'string' ? [[key, plainValue(value, depth)]] : []
  }))
}

function valuesOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Given)['values'] : undefined
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function integer(value: unknown): number | string | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function double(value: unknown): number | string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : typeof value === 'string' ? value : null
}
