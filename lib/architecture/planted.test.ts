import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lengthViolations, nameViolations, readmeViolations, writingViolations } from './house'
import { importViolations, type Violation } from './import-rules'
import { writeViolations } from './model-writes'
import { purityViolations } from './purity'
import { readSources } from './source-files'

const root = mkdtempSync(path.join(tmpdir(), 'bailiwick-planted-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function plant(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

function violations(): Violation[] {
  const files = readSources(root)
  return [...importViolations(files), ...purityViolations(files), ...nameViolations(files), ...writingViolations(files, () => false), ...lengthViolations(files, {}), ...readmeViolations(root), ...writeViolations(root, files)]
}

/** Each file breaks exactly one rule. */
const PLANTED: readonly [string, string, string][] = [
  ['app/(console)/grants/page.tsx', "import { db } from '@/lib/db/client'\n", 'page imports db'],
  ['app/(console)/drift/page.tsx', "import { revoke } from '@/lib/grants/commands'\n", 'page imports commands of grants'],
  ['app/(console)/grants/actions.ts', "import { Table } from '@/components/table/table'\n", 'action imports ui'],
  ['app/(console)/grants/_components/row.tsx', "import { list } from '@/lib/grants/queries'\n", 'screen-part imports queries of grants'],
  ['app/(console)/people/_components/row.tsx', "import { auth } from '@/lib/auth/session'\n", 'screen-part imports auth'],
  ['components/domain/badge.tsx', "import { list } from '@/lib/grants/queries'\n", 'domain-ui imports queries'],
  ['components/ui/button.tsx', "import { state } from '@/lib/grants/state'\n", 'ui imports pure of grants'],
  ['lib/people/leaver.ts', "import { covers } from '@/lib/grants/match'\n", 'a room to its right'],
  ['lib/grants/match.ts', "import { load } from './queries'\n", 'pure of grants imports queries'],
  ['lib/grants/clock.ts', 'export const now = () => Date.now()\n', 'asks the clock (Date.now)'],
  ['lib/grants/today.ts', 'export const today = () => new Date()\n', 'asks the clock (new Date())'],
  ['lib/grants/dice.ts', 'export const dice = () => Math.random()\n', 'draws at random'],
  ['lib/grants/files.ts', "import { readFileSync } from 'node:fs'\n", 'imports the package node:fs'],
  ['lib/grants/framework.ts', "import { cookies } from 'next/headers'\n", 'imports the package next/headers'],
  ['lib/grants/store.ts', "import { PrismaClient } from '@prisma/client'\n", 'imports the package @prisma/client'],
  ['lib/grants/lazy.ts', "export const load = () => import('@/lib/db/client')\n", 'pure of grants imports db'],
  ['lib/grants/settings.ts', 'export const debug = process.env.DEBUG\n', 'reads the process'],
  ['lib/grants/queries/list.ts', "import { revoke } from '@/lib/grants/commands'\n", 'queries of grants imports commands'],
  ['lib/grants/queries/page.ts', "import { redirect } from 'next/navigation'\n", 'imports the package next/navigation'],
  ['lib/registry/commands.ts', "import { Button } from '@/components/ui/button'\n", 'commands of registry imports ui'],
  ['lib/activity/io.ts', "import { db } from '@/lib/db/client'\n", 'io of activity imports db'],
  ['lib/views/overview.ts', "import { revoke } from '@/lib/grants/commands'\n", 'views imports commands'],
  ['lib/api/routes/grants.ts', "import { db } from '@/lib/db/client'\n", 'api imports db'],
  ['lib/trail/more.ts', "import { state } from '@/lib/grants/state'\n", 'trail imports pure of grants'],
  ['lib/boundary/more.ts', "import { state } from '@/lib/grants/state'\n", 'boundary imports pure of grants'],
  ['lib/db/more.ts', "import { AppError } from '@/lib/errors'\n", 'db imports base'],
  ['lib/server/more.ts', "import { Shell } from '@/components/shell/shell'\n", 'server imports ui'],
  ['lib/grants/order.ts', "import { paths } from '../paths'\n", 'imports ../paths'],
  ['lib/grants/everything.ts', "import { all } from '@/lib/grants/index'\n", 'there are no barrels'],
  ['lib/grants/helpers.ts', 'export const a = 1\n', 'its name says nothing'],
  ['lib/grants/grantState.ts', 'export const a = 1\n', 'is not in kebab-case'],
  ['lib/drift/index.ts', 'export const a = 1\n', 'is a barrel'],
  ['lib/drift/whole.ts', 'export default 1\n', 'has a default export'],
  ['lib/drift/loose.ts', 'export const a: any = 1\n', 'uses the type any'],
  ['lib/drift/silent.ts', `// @ts-${'ignore'}\nexport const a = 1\n`, 'silences the compiler'],
  ['lib/drift/later.ts', `// ${'TO'}${'DO'}: later\nexport const a = 1\n`, 'leaves work for later'],
  ['lib/drift/mocked.test.ts', "vi.mock('./engine')\n", 'replaces a module'],
  ['lib/drift/commands.ts', 'export const close = (tx: Tx) => tx.grant.update({})\n', 'writes grant, which belongs to grants'],
  ['lib/grants/queries/touch.ts', 'export const touch = (tx: Tx) => tx.grant.update({})\n', 'is no command'],
  ['lib/drift/long.ts', 'export {}\n'.repeat(301), 'the cap is 300'],
]

const GOOD: readonly [string, string][] = [
  ['lib/names/README.md', '# names\n'],
  ['lib/people/README.md', '# people\n'],
  ['lib/registry/README.md', '# registry\n'],
  ['lib/activity/README.md', '# activity\n'],
  ['lib/drift/README.md', '# drift\n'],
  ['lib/grants/verdict.ts', "import { z } from 'zod'\nimport { person } from '@/lib/people/model'\nimport { covers } from './match'\n// new Date() and Math.random() are named in prose only.\nexport const at = (now: Date) => new Date(now.getTime())\n"],
  ['lib/grants/commands/revoke.ts', "import { transaction } from '@/lib/db/client'\nimport { record } from '@/lib/trail/record'\nimport { declare } from '@/lib/names/commands'\n"],
]

describe('planted violations', () => {
  plant('prisma/schema/grants.prisma', 'model Grant {\n  id String @id\n}\n')
  for (const [file, text] of [...GOOD, ...PLANTED]) plant(file, text)
  const found = violations()

  test.each(PLANTED)('%s is caught', (file, _text, what) => {
    expect(found.filter((one) => one.path === file).map((one) => one.what)).toEqual([expect.stringContaining(what)])
  })

  test('a room without its README is caught', () => {
    expect(found).toContainEqual({ path: 'lib/grants/README.md', rule: 'readme', what: 'is missing' })
  })

  test('what keeps the rules is left alone', () => {
    const good = GOOD.map(([file]) => file)
    expect(found.filter((one) => good.includes(one.path))).toEqual([])
  })
})
