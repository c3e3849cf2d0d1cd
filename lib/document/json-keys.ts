const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/** The first key that an object of this JSON text gives twice; null = none. The text is known to be JSON: parsing keeps the last one silently. */
export function repeatedKey(json: string): string | null {
  // A list is null: its texts are no keys.
  const open: (Set<string> | null)[] = []
  let last: string | null = null
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      const key = last === null ? '' : String(JSON.parse(last))
      if (keys?.has(key) === true) return key
      keys?.add(key)
    }
    last = token.startsWith('"') ? token : null
  }
  return null
}
