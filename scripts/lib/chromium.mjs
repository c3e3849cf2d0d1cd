import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { root } from './place.mjs'

const SYSTEM = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** What every browser of the tests is started with. */
export const BROWSER_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']

/**
 * A Chromium that runs on this computer, with the variables it needs: CHROMIUM_PATH, the system's, the one inside npm, then
 * Playwright's own. Null when there is none.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  for (const file of [...(named ? [named] : []), ...SYSTEM]) if (runs(file)) return { file, env: {} }
  return (await insideNpm()) ?? (await playwrights())
}

function runs(file, env = {}) {
  return existsSync(file) && spawnSync(file, ['--version', '--no-sandbox'], { env: { ...process.env, ...env }, stdio: 'ignore', timeout: 30_000 }).status === 0
}

/** The package unpacks itself into the temporary folder; ours is inside the installation, so that nobody else's is used. */
async function insideNpm() {
  const folder = path.join(root, 'node_modules', '.cache', 'chromium')
  const outside = process.env.TMPDIR
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium')
    mkdirSync(folder, { recursive: true })
    process.env.TMPDIR = folder
    const bin = path.join(root, 'node_modules/@sparticuz/chromium/bin')
    for (const attempt of ['as it is', 'unpacked anew']) {
      if (attempt === 'unpacked anew') rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      const file = await chromium.executablePath()
      const fonts = { FONTCONFIG_PATH: path.join(folder, 'fonts') }
      if (runs(file, fonts)) return { file, env: fonts }
      // A computer without the libraries of a desktop: the package brings those too.
      await inflate(path.join(bin, 'al2023.tar.br'))
      const env = { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') }
      if (runs(file, env)) return { file, env }
    }
  } catch {
    // Not for this platform.
  } finally {
    if (outside === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = outside
  }
  return null
}

async function playwrights() {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  if (!existsSync(file)) spawnSync(process.execPath, [path.join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 })
  return runs(file) ? { file, env: {} } : null
}
