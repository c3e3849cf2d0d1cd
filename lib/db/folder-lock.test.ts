import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from './folder-lock'

const folder = () => mkdtempSync(path.join(tmpdir(), 'bailiwick-lock-'))
const holderFile = (dir: string) => path.join(dir, 'bailiwick.lock')

test('a folder held by a living process is refused, and free again after release', async () => {
  const dir = folder()
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  writeFileSync(holderFile(dir), JSON.stringify({ pid: other.pid, started: '', host: hostname(), token: 'other' }))
  await expect(lockFolder(dir)).rejects.toMatchObject({ name: 'StartFailure' })
  const gone = new Promise((resolve) => other.once('exit', resolve))
  other.kill('SIGKILL')
  await gone
  const lock = await lockFolder(dir)
  lock.release()
  expect(() => readFileSync(holderFile(dir))).toThrow()
})

test('a process number that was given to another program since does not hold the folder', async () => {
  const dir = folder()
  writeFileSync(holderFile(dir), JSON.stringify({ pid: process.ppid, started: 'another boot:1', host: hostname(), token: 'old' }))
  const lock = await lockFolder(dir)
  lock.release()
})

test('a lock cut off while being written does not hold the folder', async () => {
  const dir = folder()
  writeFileSync(holderFile(dir), '{"pid":')
  const lock = await lockFolder(dir)
  lock.release()
})

test('a fresh lock from another computer holds a shared folder', async () => {
  const dir = folder()
  writeFileSync(holderFile(dir), JSON.stringify({ pid: 1, started: '', host: 'elsewhere', token: 'other' }))
  await expect(lockFolder(dir)).rejects.toThrow(/elsewhere/)
})
