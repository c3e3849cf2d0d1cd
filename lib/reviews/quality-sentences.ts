import { FAST_SECONDS, type Figures, type Quality } from './quality'

/** A fact in words with its numbers. `sign`: one of those that rubber-stamping leaves behind; whether it was that, figures cannot say. */
export type QualitySentence = { kind: string; text: string; sign: boolean }

/** Below this, a share says little. */
const ENOUGH = 10
const PEAK = 20

/** What the figures say, each number with the one it is a part of. Of a person as of all: facts, in a fixed order, never a verdict. */
export function qualitySentences(figures: Figures): QualitySentence[] {
  if (figures.answers === 0) return [{ kind: 'none', text: figures.asked === 0 ? 'Nobody was asked.' : `None of ${items(figures.asked)} is answered.`, sign: false }]
  return [said(figures), pace(figures), blind(figures), peak(figures), bulk(figures), opened(figures), overrode(figures), changed(figures), conflicts(figures), canaries(figures)].filter((one) => one !== null)
}

/** What no one person's figures say. */
export function passedOverSentence(quality: Quality): string {
  return quality.passedOver === 0 ? 'Everybody first in line could be asked.' : `For ${items(quality.passedOver)} somebody first in line could not be asked, and the next was; each says why.`
}

function said(f: Figures): QualitySentence {
  const parts = [[f.keeps, 'kept'], [f.restricted, 'kept in part or for less long'], [f.revocations, 'revoked'], [f.abstentions, 'left open as “can’t tell”']] as const
  const all = f.keeps === f.answers && f.answers >= ENOUGH * 2
  return { kind: 'said', text: all ? `All ${number(f.answers)} answers are keep.` : `${number(f.answers)} ${f.answers === 1 ? 'answer' : 'answers'}: ${parts.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`).join(', ')}.`, sign: all }
}

function pace(f: Figures): QualitySentence {
  if (f.medianSeconds === null || f.p10Seconds === null) return { kind: 'pace', text: f.single === 0 ? 'No answer was given one at a time, so no time was taken.' : `No time is known of ${of(f.single, 'answer')} given one at a time: over the interface nobody counts seconds.`, sign: false }
  const unknown = f.single - f.timed
  return { kind: 'pace', text: `Half of ${of(f.timed, 'timed answer')} took ${seconds(f.medianSeconds)} or less, a tenth ${seconds(f.p10Seconds)} or less; ${number(f.underTwo)} of ${number(f.timed)} took under ${FAST_SECONDS} s.${unknown === 0 ? '' : ` Of ${number(unknown)} more no time is known.`}`, sign: false }
}

function blind(f: Figures): QualitySentence | null {
  if (f.blindKeeps === 0) return null
  return { kind: 'blind_keeps', text: `${number(f.blindKeeps)} of ${of(f.timedKeeps, 'keep')} took under ${FAST_SECONDS} s without opening the evidence.`, sign: f.timedKeeps >= ENOUGH && f.blindKeeps * 2 >= f.timedKeeps }
}

function peak(f: Figures): QualitySentence | null {
  return f.peakPerMinute < PEAK ? null : { kind: 'peak', text: `At the fastest, ${number(f.peakPerMinute)} answers were given one by one within a minute.`, sign: true }
}

function bulk(f: Figures): QualitySentence | null {
  if (f.bulkAnswers === 0) return null
  const [largest = 0] = f.batches
  return { kind: 'bulk', text: `${number(f.bulkAnswers)} of ${of(f.answers, 'answer')} ${f.bulkAnswers === 1 ? 'was' : 'were'} given in ${f.batches.length === 1 ? 'one batch' : `${number(f.batches.length)} batches`}, the largest of ${number(largest)}.`, sign: f.answers >= ENOUGH && f.bulkAnswers * 10 >= f.answers * 9 }
}

function opened(f: Figures): QualitySentence | null {
  if (f.single === 0) return null
  const flagged = f.flagged === 0 ? '' : `, and for ${number(f.flaggedOpened)} of ${number(f.flagged)} that had to be looked at`
  return { kind: 'opened', text: `The evidence was opened for ${number(f.opened)} of ${of(f.single, 'answer')} given one at a time${flagged}.`, sign: f.flagged >= ENOUGH && f.flaggedOpened * 2 < f.flagged }
}

function overrode(f: Figures): QualitySentence {
  return { kind: 'overrode', text: `${number(f.overrode)} of ${of(f.answers, 'answer')} ${f.overrode === 1 ? 'goes' : 'go'} against the recommendation; ${number(f.reasons)} of ${number(f.answers)} ${f.reasons === 1 ? 'has' : 'have'} a reason.`, sign: false }
}

function changed(f: Figures): QualitySentence | null {
  return f.changed === 0 ? null : { kind: 'changed', text: `${number(f.changed)} earlier ${f.changed === 1 ? 'answer was' : 'answers were'} changed or taken back before the stage closed.`, sign: false }
}

function conflicts(f: Figures): QualitySentence | null {
  return f.conflicts === 0 ? null : { kind: 'conflicts', text: `On ${items(f.conflicts)} two reviewers of a stage said the contrary of each other.`, sign: false }
}

function canaries(f: Figures): QualitySentence | null {
  if (f.canaries === null) return null
  const { asked, caught, missed } = f.canaries
  const rest = asked - caught - missed
  return { kind: 'canaries', text: `Of ${of(asked, 'row')} put in that ${asked === 1 ? 'does' : 'do'} not exist, ${number(caught)} ${caught === 1 ? 'was' : 'were'} revoked and ${number(missed)} kept${rest === 0 ? '' : `, ${number(rest)} left open`}.`, sign: missed > 0 }
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

function of(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

function items(count: number): string {
  return of(count, 'item')
}

/** Seconds with a decimal where it tells something. */
export function seconds(value: number): string {
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} s`
}
