import type { ResourceRules } from './resource-rules'

/** Rules as lines that a person edits: pointer, an arrow, template. */
export function rulesToLines(rules: ResourceRules): string {
  return Object.entries(rules).map(([pointer, template]) => `${pointer} → ${template}`).join('\n')
}

/**
 * Lines back to rules. An arrow may be `→`, `->` or a space; empty lines are passed over. `fault` names the first line that is none;
 * whether pointer and template make sense is asked of the schema.
 */
export function linesToRules(text: string): { rules: ResourceRules } | { fault: string } {
  const rules: Record<string, string> = {}
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    const match = /^(\/\S*)\s*(?:→|->|\s)\s*(\S.*)$/u.exec(line)
    const [pointer, template] = [match?.[1], match?.[2]]
    if (pointer === undefined || template === undefined) return { fault: `Line ${index + 1} is no rule: write a pointer and a template, such as /repo → repo:{}.` }
    if (Object.hasOwn(rules, pointer)) return { fault: `Line ${index + 1} gives ${pointer} a second rule; keep one.` }
    rules[pointer] = template
  }
  return { rules }
}
