import { describe, expect, it } from 'vitest'
import { doneWords, openWords } from './words'

const row = { question: null, detail: null, note: null, remediation: 'open', outcome: 'revoke', subject: 'grant' as const, left: null, until: null, signed: null, confirmation: null }
const detail = { text: 'Nothing has come through.', source: null, gaps: [], calls: 0, blocked: 0, lastAt: null, grantIds: [] }

describe('why an item stands where it does', () => {
  it('says what somebody has to do by hand', () => {
    const manual = { ...row, remediation: 'manual', note: 'Somebody has to end it.' }
    expect(openWords(manual)).toBe('Revoke the grant.')
    expect(openWords({ ...manual, outcome: 'shorten', until: '2026-12-01T00:00:00.000Z' })).toBe('Let the grant end by 1 Dec 2026.')
    expect(openWords({ ...manual, outcome: 'narrow', left: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: [] }] })).toBe('Narrow the grant to list_issues (read).')
    expect(openWords({ ...manual, subject: 'server' })).toContain('another owner')
  })

  it('gives a question before anything else, then what the watch found, then the note', () => {
    expect(openWords({ ...row, question: { kind: 'narrowed', text: 'It was narrowed.', grantIds: [] }, detail, note: 'x' })).toBe('It was narrowed.')
    expect(openWords({ ...row, detail, note: 'x' })).toBe(detail.text)
    expect(openWords({ ...row, note: 'The disk is full' })).toBe('The disk is full')
  })

  it('says who signed and why, and that it was without proof', () => {
    expect(doneWords({ ...row, signed: { by: 'Rae', at: '', reason: 'It is meant' } })).toBe('Rae: It is meant')
    expect(doneWords({ ...row, confirmation: 'unproven', detail, signed: { by: 'Rae', at: '', reason: 'It is meant' } })).toBe('Rae: It is meant (Nothing has come through.)')
    expect(doneWords({ ...row, note: 'Revoked.', detail })).toBe('Revoked. Nothing has come through.')
    expect(doneWords({ ...row, note: 'Revoked.', detail: { ...detail, text: 'Revoked.' } })).toBe('Revoked.')
  })
})
