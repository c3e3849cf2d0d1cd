/** How one thing of the example came to its end. Times in days before loading; null = not yet. */
export type ToldEnding = {
  kind: 'server' | 'agent'
  subject: string
  /** Who opens and carries it on, by mailbox. */
  by: string
  reason: string
  replacedBy?: string
  opened: number
  frozen: number | null
  revoked: number | null
  plannedRevoke?: number
  rotated: { at: number; reference: string } | null
  /** What others did elsewhere: lines by kind, and where that can be looked up. */
  done: readonly { kind: string; at: number; reference: string }[]
  watchDays: number
  /** Until then something goes on calling, less and less; all of it is refused. */
  heard: { until: number; by: readonly string[] } | null
}

export const ENDINGS: readonly ToldEnding[] = [
  {
    kind: 'server', subject: 'gitlab-legacy', by: 't.lind', replacedBy: 'github', reason: 'Every team has moved to GitHub; the old instance is switched off at the end of the month.', opened: 12.2, frozen: 11.4, revoked: 10.6,
    rotated: { at: 8.3, reference: 'CHG-4412' }, done: [{ kind: 'downstream', at: 8.2, reference: 'CHG-4413' }, { kind: 'client_copy', at: 6.6, reference: 'OPS-241' }], watchDays: 7, heard: { until: 6.83, by: ['code-review'] },
  },
  {
    kind: 'server', subject: 'jenkins-bridge', by: 'dana', replacedBy: 'buildkite', reason: 'The last pipeline moved to Buildkite.', opened: 41.5, frozen: 40.6, revoked: 39.6,
    rotated: { at: 38.4, reference: 'CHG-4177' }, done: [{ kind: 'downstream', at: 38.3, reference: 'CHG-4178' }, { kind: 'client_copy', at: 36.9, reference: 'OPS-198' }], watchDays: 7, heard: { until: 37.2, by: ['flaky-hunter'] },
  },
  {
    kind: 'server', subject: 'wiki-classic', by: 'e.aydin', replacedBy: 'confluence', reason: 'Nobody has written in the old wiki since spring.', opened: 9.5, frozen: 9.4, revoked: 8.5,
    rotated: null, done: [{ kind: 'downstream', at: 8.1, reference: 'CHG-4420' }, { kind: 'client_copy', at: 7.6, reference: 'OPS-239' }], watchDays: 14, heard: { until: 8.2, by: ['docs'] },
  },
  {
    kind: 'server', subject: 'labels-bot', by: 'e.aydin', reason: 'A prototype that outlived its sprint.', opened: 16.5, frozen: 16.4, revoked: 15.5,
    rotated: null, done: [{ kind: 'client_copy', at: 14, reference: 'OPS-233' }], watchDays: 7, heard: { until: 0.1, by: ['dependency-bot'] },
  },
  { kind: 'agent', subject: 'slides', by: 'e.aydin', reason: 'The trial is over; design keeps making slides by hand.', opened: 1.4, frozen: 1.3, revoked: null, plannedRevoke: -2, rotated: null, done: [], watchDays: 7, heard: null },
]
