import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { binFolder, environment, root } from './place.mjs'

/** The Node of the installation, or this one while nothing is installed. */
export function nodeProgram() {
  const inside = path.join(binFolder, process.platform === 'win32' ? 'node.cmd' : 'node')
  return existsSync(inside) ? inside : process.execPath
}

/**
 * Runs a program to its end. With `quiet` its output is kept and shown only when it fails, with `silent` never.
 * Resolves with the exit code.
 */
export function run(command, args, { quiet = false, silent = false, env = {} } = {}) {
  const captured = quiet || silent
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: environment(env), stdio: captured ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let text = ''
    for (const stream of captured ? [child.stdout, child.stderr] : []) {
      stream.on('data', (chunk) => {
        text += chunk
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      if (quiet && code !== 0) process.stderr.write(text)
      resolve({ code: code ?? 1 })
    })
  })
}

/** Like `run`, but a failure ends this script with the same code. */
export async function must(what, command, args, options) {
  const { code } = await run(command, args, options)
  if (code === 0) return
  process.stderr.write(`\n${what} failed (exit code ${code}). Nothing was started; the lines above say why.\n`)
  process.exit(code)
}

/** Runs a program until it ends by itself, passing on Ctrl-C and termination, and returns its exit code. */
export function runToTheEnd(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: environment(env), stdio: 'inherit' })
    // A terminal sends Ctrl-C to the whole group: the program has it already, so only what was sent to us alone is passed on.
    process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT') })
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
