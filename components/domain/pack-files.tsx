'use client'

import { useCallback, useEffect, useState } from 'react'
import { DownloadLink } from '@/components/table/cells'
import { PlainTable } from '@/components/table/plain-table'
import { Button } from '@/components/ui/button'
import { CutCode } from '@/components/ui/code'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'

type Made = { files: { name: string; bytes: number; sha256: string }[] }
type State = { kind: 'idle' | 'asking' } | { kind: 'there'; made: Made } | { kind: 'failed'; why: string; code?: string | undefined }

export type PackFilesProps = {
  /** Address of the manifest; the files stand under it. */
  base: string
  zip: string
  /** Name and what is in it. */
  files: Readonly<Record<string, string>>
  final: boolean
  /** Takes seconds to make: not for a mere look at the page. */
  large?: boolean
  /** What is untouched when the pack cannot be made: "The review". */
  subject: string
}

/** The files of a pack. Sizes and hashes are made with the pack itself, which takes a while for a large one: they come when they are there, of a `large` one when they are asked for. */
export function PackFiles({ base, zip, files, final, large = false, subject }: PackFilesProps) {
  const [state, setState] = useState<State>({ kind: large ? 'idle' : 'asking' })
  const [turn, setTurn] = useState(large ? 0 : 1)
  useEffect(() => {
    if (turn === 0) return
    const stopped = new AbortController()
    ask(base, stopped.signal).then((found) => { if (!stopped.signal.aborted) setState(found) }, () => undefined)
    return () => stopped.abort()
  }, [base, turn])
  const again = useCallback(() => {
    setState({ kind: 'asking' })
    setTurn((before) => before + 1)
  }, [])
  return (
    <Section title="What is in it" note={final ? 'One signed file with everything, or single ones.' : 'Single files taken at different times may differ.'} end={<DownloadLink href={`${base}/${zip}`}>Download the signed pack (ZIP)</DownloadLink>}>
      {state.kind === 'failed' ? <Notice tone="error" title="The sizes and hashes could not be made" {...(state.code === undefined ? {} : { code: state.code })} action={<Button small onClick={again}>Try again</Button>}>{state.why} {subject} itself is as it was.</Notice> : null}
      <PlainTable
        label="Files of the pack" flow
        columns={[{ head: 'File', className: 'nw', flow: { order: 1, full: true } }, { head: 'What it says', flow: { order: 2, full: true } }, { head: 'Size', align: 'num', className: 'nw', flow: { order: 3, label: 'Size' } }, { head: 'SHA-256', className: 'nw', flow: { order: 4, label: 'SHA-256', end: true } }]}
        rows={Object.entries(files).map(([name, what]) => ({ id: name, cells: [<a key="n" className="l" href={`${base}/${name}`} download>{name}</a>, what, <Size key="s" state={state} name={name} />, <Hash key="h" state={state} name={name} />] }))}
      />
      {state.kind === 'idle' ? <p className="pt-2"><Button small onClick={again}>Tell sizes and hashes</Button></p> : null}
      <p className="lab pt-2" role="status">{state.kind === 'asking' ? 'Making the pack to tell sizes and hashes…' : state.kind === 'there' ? `${state.made.files.length} files, made just now. manifest.json and its signature are in the ZIP.` : ''}</p>
    </Section>
  )
}

async function ask(address: string, signal: AbortSignal): Promise<State> {
  try {
    const answer = await fetch(address, { signal, headers: { accept: 'application/json' } })
    const body: unknown = await answer.json()
    if (answer.ok) return { kind: 'there', made: body as Made }
    const { detail, code } = body as { detail?: string; code?: string }
    return { kind: 'failed', why: detail ?? 'The console answered with an error.', code }
  } catch {
    return { kind: 'failed', why: 'The console did not answer.' }
  }
}

function made(state: State, name: string) {
  return state.kind === 'there' ? state.made.files.find((file) => file.name === name) : undefined
}

function Size({ state, name }: { state: State; name: string }) {
  const file = made(state, name)
  return file === undefined ? <span className="mute">–</span> : <span title={`${file.bytes.toLocaleString('en-US')} bytes`}>{inWords(file.bytes)}</span>
}

function Hash({ state, name }: { state: State; name: string }) {
  const file = made(state, name)
  return file === undefined ? <span className="mute">–</span> : <CutCode value={file.sha256} />
}

function inWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
