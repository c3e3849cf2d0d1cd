import { Document, Page, renderToBuffer, Text, View } from '@react-pdf/renderer'
import type { ReactNode } from 'react'
import type { EvidenceReport } from '@/lib/reviews/pack-campaign'
import { familiesFor, shown, withoutHyphens } from './fonts'
import { Bars, BurnDown, Lines, type PaperColumn, pagesOf, Section, Table } from './parts'
import { INK, style } from './style'

/** Rows of the table of all items on a page: it is cut here, since laying out a thousand rows by search takes long. */
const ROWS_A_PAGE = 48
const LINES_A_PAGE = 60
const PEOPLE = 60

/** The report as a PDF; the same report gives the same bytes. */
export async function printEvidence(report: EvidenceReport): Promise<Uint8Array> {
  withoutHyphens()
  const families = await familiesFor(JSON.stringify(report))
  return new Uint8Array(await renderToBuffer(<Report report={report} families={families} />))
}

function Report({ report, families }: { report: EvidenceReport; families: string[] }) {
  const at = new Date(report.stateAt)
  return (
    <Document title={`Evidence: ${shown(report.name)}`} author="Bailiwick" creator="Bailiwick" producer="Bailiwick" subject={report.id} language="en" creationDate={at} modificationDate={at}>
      <Sheet report={report} families={families}><Cover report={report} /></Sheet>
      {endedPages(report).map((rows, place) => (
        <Sheet key={place} report={report} families={families}>
          {place === 0 ? <EndedHead report={report} /> : null}
          <Table columns={ENDED} rows={rows} />
        </Sheet>
      ))}
      <Sheet report={report} families={families}>{report.parts.ended.length === 0 ? <EndedHead report={report} /> : null}<Exceptions report={report} /><Conflicts report={report} /></Sheet>
      <Sheet report={report} families={families}><Quality report={report} /></Sheet>
      <Sheet report={report} families={families}><Method report={report} /></Sheet>
      {itemPages(report).map((rows, place) => (
        <Sheet key={place} report={report} families={families}>
          {place === 0 ? <Text style={style.h2}>All items</Text> : null}
          {place === 0 ? <Text style={style.note}>{listed(report)}</Text> : null}
          <Lines columns={ITEMS} rows={rows} />
        </Sheet>
      ))}
    </Document>
  )
}

/** A page with the campaign at its head and its number at its foot. */
function Sheet({ report, families, children }: { report: EvidenceReport; families: string[]; children: ReactNode }) {
  return (
    <Page size="A4" style={[style.page, { fontFamily: families as unknown as string }]}>
      <View style={style.head} fixed><Text>{shown(report.name, 70)}</Text><Text>{report.interim ? 'INTERIM' : 'Final'}, as of {report.stateAt.slice(0, 16).replace('T', ' ')} UTC</Text></View>
      <View style={style.foot} fixed><Text>{report.id} · signed in manifest.json by key {report.keyId}</Text><Text render={({ pageNumber, totalPages }) => `${pageNumber} of ${totalPages}`} /></View>
      {children}
    </Page>
  )
}

function Cover({ report }: { report: EvidenceReport }) {
  return (
    <View>
      <Text style={style.kind}>Evidence of an access review</Text>
      <Text style={style.title}>{shown(report.name, 120)}</Text>
      {report.interim ? <Text style={style.interim}>Interim: made before the campaign was over. Take another pack when it is.</Text> : null}
      <Text style={style.sentence}>{shown(report.sentence, 600)}</Text>
      <View style={style.facts}>{report.facts.map(({ label, value }) => <View key={label} style={style.fact}><Text style={style.label}>{label}</Text><Text>{shown(value, 80)}</Text></View>)}</View>
      <Section title="What it came to"><Bars items={report.outcomes} total={report.parts.counts.items} /></Section>
      <Section title="How the answers came" note={`Items without any answer at the end of each day, of ${report.asked.toLocaleString('en-US')} that were asked about.`}><BurnDown days={report.burnDown} total={report.asked} /></Section>
      <Section title="What is in this pack" note="This document is for reading. items.csv and items.ndjson hold every item, campaign.json the counts, trail.ndjson the entries from which they can be counted again, manifest.json the hash of each file, and manifest.json.sig the signature." />
    </View>
  )
}

const ENDED: readonly PaperColumn[] = [{ head: 'No.', width: 5 }, { head: 'Target', width: 20, most: 90 }, { head: 'Server', width: 13, most: 50 }, { head: 'Caller', width: 14, most: 60 }, { head: 'Outcome', width: 9 }, { head: 'Applied', width: 16, most: 120 }, { head: 'Seen since', width: 23, most: 200 }]

function endedPages({ parts: { ended } }: EvidenceReport): (readonly string[])[][] {
  return pagesOf(ENDED, ended.map((one) => [one.place.toLocaleString('en-US'), one.target, one.server, one.caller, one.outcome, one.applied, one.confirmation]), LINES_A_PAGE)
}

function EndedHead({ report: { parts: { ended, endedTotal, counts } } }: { report: EvidenceReport }) {
  const none = Object.keys(counts.outcomes).length === 0 ? 'Nothing is decided yet.' : 'Nothing was: every decided item is kept.'
  return <Section title="What was revoked, narrowed or shortened" note={endedTotal === 0 ? none : `${more(ended.length, endedTotal)} “Confirmed” means that a source which would have seen its use saw none.`} />
}

const SIGNED: readonly PaperColumn[] = [{ head: 'No.', width: 6 }, { head: 'Target', width: 24, most: 90 }, { head: 'Server', width: 14, most: 50 }, { head: 'Signed by', width: 16, most: 60 }, { head: 'When', width: 16 }, { head: 'Reason', width: 24, most: 300 }]

function Exceptions({ report: { parts } }: { report: EvidenceReport }) {
  return (
    <Section title="Exceptions, and who signed for them" note={parts.signedTotal === 0 ? 'None: nothing was restored, left or closed without proof.' : more(parts.signed.length, parts.signedTotal)}>
      {parts.signed.length === 0 ? null : <Table columns={SIGNED} rows={parts.signed.map((one) => [one.place.toLocaleString('en-US'), one.target, one.server, one.by, one.at, one.reason])} />}
    </Section>
  )
}

const CONFLICTS: readonly PaperColumn[] = [{ head: 'No.', width: 6 }, { head: 'Target', width: 25, most: 90 }, { head: 'Server', width: 15, most: 50 }, { head: 'Answers', width: 43, most: 400 }, { head: 'Outcome', width: 11 }]

function Conflicts({ report: { parts } }: { report: EvidenceReport }) {
  return (
    <Section title="Reviewers who contradict each other" note={parts.counts.conflicts === 0 ? 'None did.' : more(parts.conflicts.length, parts.counts.conflicts)}>
      {parts.conflicts.length === 0 ? null : <Table columns={CONFLICTS} rows={parts.conflicts.map((one) => [one.place.toLocaleString('en-US'), one.target, one.server, one.answers, one.outcome])} />}
    </Section>
  )
}

function Quality({ report: { quality } }: { report: EvidenceReport }) {
  const answered = quality.people.filter((one) => one.figures.answers > 0)
  const silent = quality.people.filter((one) => one.figures.answers === 0)
  const people = answered.slice(0, PEOPLE)
  return (
    <Section title="How closely people looked" note="What the console saw of the looking: times, clicks and batches. Facts, in the order of names; they do not say whether somebody thought well.">
      {quality.all.map((one) => <Text key={one.kind} style={style.para}>{one.text}</Text>)}
      <Text style={style.para}>{quality.passedOver}</Text>
      {people.map(({ person, sentences }) => (
        <View key={person.id} wrap={false}>
          <Text style={style.h3}>{shown(person.name, 80)} <Text style={{ color: INK.third, fontWeight: 400 }}>{shown(person.email, 80)}</Text></Text>
          {sentences.map((one) => <Text key={one.kind} style={style.para}>{one.text}</Text>)}
        </View>
      ))}
      {people.length < answered.length ? <Text style={style.h3}>{answered.length - people.length} more people are in campaign.json.</Text> : null}
      {silent.length === 0 ? null : <Text style={[style.para, { marginTop: 7 }]}>Asked, and without any answer: {shown(silent.map(({ person, figures }) => `${person.name} (${figures.asked.toLocaleString('en-US')})`).join(', '), 2000)}.</Text>}
    </Section>
  )
}

function Method({ report }: { report: EvidenceReport }) {
  return (
    <Section title="How it was done, and how to verify it">
      {report.method.map(({ title, text }) => <View key={title} wrap={false}><Text style={style.h3}>{shown(title, 120)}</Text><Text style={style.para}>{shown(text, 1200)}</Text></View>)}
    </Section>
  )
}

const ITEMS: readonly PaperColumn[] = [
  { head: 'No.', width: 6 }, { head: 'Risk', width: 8 }, { head: 'Target', width: 25 }, { head: 'Server', width: 16 }, { head: 'Caller', width: 20 }, { head: 'Access', width: 7 }, { head: 'Outcome', width: 9 }, { head: 'State', width: 9 },
]

function itemPages({ parts: { rows } }: EvidenceReport): string[][][] {
  const pages: string[][][] = []
  for (let from = 0; from < rows.length; from += ROWS_A_PAGE) {
    pages.push(rows.slice(from, from + ROWS_A_PAGE).map((row) => [row.place.toLocaleString('en-US'), row.risk, row.target, row.server, row.caller, row.access, row.by === 'by answers' || row.by === '' ? row.outcome : `${row.outcome}*`, row.state]))
  }
  return pages
}

function listed({ parts: { rows, counts } }: EvidenceReport): string {
  const part = rows.length < counts.items ? `The first ${rows.length.toLocaleString('en-US')} of ${counts.items.toLocaleString('en-US')}, by risk; all are in items.csv.` : `${counts.items.toLocaleString('en-US')} by risk; long names are cut here and whole in items.csv.`
  return `${part} * = nobody answered, or nobody could be asked.`
}

function more(count: number, total: number): string {
  return count < total ? `The first ${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}, by risk; all are in items.csv.` : `${total.toLocaleString('en-US')}, by risk.`
}
