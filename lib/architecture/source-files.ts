import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Import = { from: string; typeOnly: boolean }

export type SourceFile = { path: string; text: string; lines: number; imports: Import[] }

const ROOTS = ['app', 'components', 'lib', 'prisma/seed', 'e2e', 'bench']
const SKIPPED = new Set(['node_modules', 'generated', '.next', 'dist'])

/** Every TypeScript file of the program under `root`, with what it imports. Paths are relative, with forward slashes. */
export function readSources(root: string): SourceFile[] {
  const found: SourceFile[] = []
  const visit = (folder: string) => {
    if (!existsSync(path.join(root, folder))) return
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const relative = `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(relative)
      } else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) {
        found.push(readSource(root, relative))
      }
    }
  }
  for (const folder of ROOTS) visit(folder)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function readSource(root: string, relative: string): SourceFile {
  const text = readFileSync(path.join(root, relative), 'utf8')
  return { path: relative, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), imports: importsOf(text) }
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm
const CALL = /\bimport\(\s*(?:\/\*[^*]*\*\/\s*)?['"]([^'"\n]+)['"]\s*\)/g

/** Static, re-exporting and dynamic imports; `typeOnly` when nothing of it is left at run time. */
export function importsOf(text: string): Import[] {
  const found: Import[] = []
  for (const match of text.matchAll(STATEMENT)) {
    const named = /\{([^}]*)\}/.exec(match[0])?.[1]
    const allTypes = named !== undefined && !/^\s*(?:import|export)\s+\w+\s*,/.test(match[0]) && named.split(',').map((one) => one.trim()).filter((one) => one !== '').every((one) => one.startsWith('type '))
    found.push({ from: match[2] ?? '', typeOnly: match[1] !== undefined || allTypes })
  }
  for (const match of text.matchAll(CALL)) found.push({ from: match[1] ?? '', typeOnly: false })
  return found
}

/** The text without comments and without the contents of strings, so that words in prose are no code. */
export function codeOnly(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
}
