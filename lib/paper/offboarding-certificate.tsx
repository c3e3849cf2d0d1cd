import { Document, Page, Rect, renderToBuffer, Svg, Text, View } from '@react-pdf/renderer'
import type { ReactNode } from 'react'
import type { CertificateReport } from '@/lib/offboarding/certificate-report'
import { familiesFor, shown, withoutHyphens } from './fonts'
import { type PaperColumn, pagesOf, Section, Table } from './parts'
import { INK, style } from './style'

const LINES_A_PAGE = 60
const GAPS = 40

/** The certificate as a PDF; the same one gives the same bytes. */
export async function printCertificate(report: CertificateReport): Promise<Uint8Array> {
  withoutHyphens()
  const families = await familiesFor(JSON.stringify(report))
  return new Uint8Array(await renderToBuffer(<Certificate report={report} families={families} />))
}

function Certificate({ report, families }: { report: CertificateReport; families: string[] }) {
  const at = new Date(report.stateAt)
  return (
    <Document title={`Certificate: ${shown(report.subject)}`} author="Bailiwick" creator="Bailiwick" producer="Bailiwick" subject={report.id} language="en" creationDate={at} modificationDate={at}>
      <Sheet report={report} families={families}><Cover report={report} /><Silence report={report} /></Sheet>
      {pagesOf(LINES, report.lines.map((one) => [one.what, one.who, one.action, one.state, one.proof]), LINES_A_PAGE).map((rows, place) => (
        <Sheet key={place} report={report} families={families}>
          {place === 0 ? <Section title="What it still reached, and how each was ended" note={report.linesSentence} /> : null}
          <Table columns={LINES} rows={rows} />
        </Sheet>
      ))}
      <Sheet report={report} families={families}>
        <Section title="How it was done, and how to verify it">
          {report.method.map(({ title, text }) => <View key={title} wrap={false}><Text style={style.h3}>{title}</Text><Text style={style.para}>{text}</Text></View>)}
        </Section>
      </Sheet>
    </Document>
  )
}

const WORDS: Record<CertificateReport['kind'], string> = { silent: 'Silent', exception: 'By exception, not proven', open: 'INTERIM', cancelled: 'Cancelled' }

/** A page with the case at its head and its number at its foot. */
function Sheet({ report, families, children }: { report: CertificateReport; families: string[]; children: ReactNode }) {
  return (
    <Page size="A4" style={[style.page, { fontFamily: families as unknown as string }]}>
      <View style={style.head} fixed><Text>{shown(report.subject, 70)}</Text><Text>{WORDS[report.kind]}, as of {report.stateAt.slice(0, 16).replace('T', ' ')} UTC</Text></View>
      <View style={style.foot} fixed><Text>{report.id} · signed in manifest.json by key {report.keyId}</Text><Text render={({ pageNumber, totalPages }) => `${pageNumber} of ${totalPages}`} /></View>
      {children}
    </Page>
  )
}

function Cover({ report }: { report: CertificateReport }) {
  return (
    <View>
      <Text style={style.kind}>Certificate of an offboarding: {report.title.toLowerCase()}</Text>
      <Text style={style.title}>{shown(report.subject.replace(/^./, (letter) => letter.toUpperCase()), 120)}</Text>
      {report.kind === 'open' ? <Text style={style.interim}>Interim: made before it was over. Take another certificate when it is.</Text> : null}
      {report.kind === 'exception' ? <Text style={[style.interim, { borderStyle: 'solid', borderColor: INK.critical, color: INK.critical }]}>Closed by a signature. Nobody has proven that it is silent.</Text> : null}
      <Text style={style.sentence}>{shown(report.statement, 1600)}</Text>
      <View style={style.facts}>{report.facts.map(({ label, value }) => <View key={label} style={style.fact}><Text style={style.label}>{label}</Text><Text>{shown(value, 80)}</Text></View>)}</View>
      <Text style={style.para}>Reason: {shown(report.reason, 600)}</Text>
      <Section title="Who would have heard a call" note={report.vouched.length === 0 ? 'Nobody has vouched for any of the time, or there was no server that it could reach by name.' : 'Sources on the gateway’s or the server’s own side, and when they were alive in the watch.'}>
        {report.vouched.length === 0 ? null : <Table columns={VOUCHED} rows={report.vouched.slice(0, GAPS).map((one) => [one.server, one.source, one.alive])} />}
      </Section>
    </View>
  )
}

const VOUCHED: readonly PaperColumn[] = [{ head: 'Server', width: 22, most: 60 }, { head: 'Source', width: 18, most: 60 }, { head: 'Alive (UTC)', width: 60, most: 500 }]
const GAP: readonly PaperColumn[] = [{ head: 'Server', width: 20, most: 60 }, { head: 'When', width: 45, most: 120 }, { head: 'Why', width: 35, most: 200 }]
const HEARD: readonly PaperColumn[] = [{ head: 'Who', width: 50, most: 100 }, { head: 'Calls', width: 20 }, { head: 'Last', width: 30 }]
const STAGES: readonly PaperColumn[] = [{ head: 'Stage', width: 20 }, { head: 'From', width: 28 }, { head: 'Executed', width: 16 }, { head: 'Refused', width: 16 }, { head: 'Nobody listened', width: 20 }]
const LINES: readonly PaperColumn[] = [{ head: 'What could still reach it, or be reached', width: 29, most: 140 }, { head: 'Who', width: 14, most: 50 }, { head: 'Action', width: 10 }, { head: 'State', width: 10 }, { head: 'Proof', width: 37, most: 300 }]

function Silence({ report }: { report: CertificateReport }) {
  return (
    <View>
      <Section title="Calls by stage" note="Executed, refused, and how long nobody listened; calls.csv holds them in six hours.">
        <Bars report={report} />
        <Table columns={STAGES} rows={report.stages.map((one) => [one.stage, one.from, one.executed, one.refused, one.gap])} />
      </Section>
      <Section title="Heard since the revocation" note={report.heard.length === 0 ? 'Nothing.' : 'events.ndjson holds each call.'}>{report.heard.length === 0 ? null : <Table columns={HEARD} rows={report.heard.map((one) => [one.caller, one.calls, one.last])} />}</Section>
      <Section title="Time of the watch that nobody vouches for" note={report.gaps.length === 0 ? 'None.' : report.gaps.length > GAPS ? `The first ${GAPS} of ${report.gaps.length}; all are in certificate.json.` : 'It does not count, and the watch lasted as much longer.'}>
        {report.gaps.length === 0 ? null : <Table columns={GAP} rows={report.gaps.slice(0, GAPS).map((one) => [one.server, one.when, one.why])} />}
      </Section>
    </View>
  )
}

const WIDTH = 500
const HEIGHT = 84

/** Six hours a bar: executed filled, refused an outline on top, what nobody listened to shaded; a line where a stage begins. */
function Bars({ report: { calls } }: { report: CertificateReport }) {
  const { buckets, marks } = calls
  const most = Math.max(1, ...buckets.map((one) => one.executed + one.refused))
  const step = WIDTH / Math.max(1, buckets.length)
  const height = (count: number): number => (count / most) * (HEIGHT - 4)
  const start = Date.parse(buckets[0]?.at ?? '')
  const x = (at: string): number => ((Date.parse(at) - start) / (6 * 3_600_000)) * step
  return (
    <View wrap={false} style={{ marginBottom: 8 }}>
      <Svg width={WIDTH} height={HEIGHT + 1}>
        {buckets.map((one, place) => (one.gap === 'none' ? null : <Rect key={one.at} x={place * step} y={0} width={step} height={HEIGHT} fill={one.gap === 'all' ? '#dcd6e8' : '#eeebf4'} />))}
        {buckets.map((one, place) => (one.executed === 0 ? null : <Rect key={one.at} x={place * step + step * 0.1} y={HEIGHT - height(one.executed)} width={step * 0.8} height={height(one.executed)} fill={INK.used} />))}
        {buckets.map((one, place) => (one.refused === 0 ? null : <Rect key={one.at} x={place * step + step * 0.1} y={HEIGHT - height(one.executed + one.refused)} width={step * 0.8} height={height(one.refused)} stroke={INK.used} strokeWidth={0.7} fill="none" />))}
        {marks.filter((mark) => mark.stage !== 'open').map((mark) => <Rect key={mark.stage} x={x(mark.at)} y={0} width={0.8} height={HEIGHT} fill={INK.ink} />)}
        <Rect x={0} y={HEIGHT} width={WIDTH} height={0.8} fill={INK.strong} />
      </Svg>
      <Text style={style.label}>{buckets[0]?.at.slice(0, 10) ?? ''} to {buckets.at(-1)?.at.slice(0, 10) ?? ''}; at most {most.toLocaleString('en-US')} in six hours. Filled: executed; outlined: refused; shaded: nobody listened; lines: {marks.filter((mark) => mark.stage !== 'open').map((mark) => mark.stage).join(', ') || 'none yet'}.</Text>
    </View>
  )
}
