import { StyleSheet } from '@react-pdf/renderer'

/** The light theme's inks, as a printer takes them. */
export const INK = { ink: '#15191e', second: '#434950', third: '#5c636b', line: '#e2e5e8', strong: '#c6cbd0', accent: '#00566f', used: '#697a89', critical: '#b32a2c', unknown: '#6c5b8a' } as const

export const style = StyleSheet.create({
  page: { paddingTop: 44, paddingBottom: 52, paddingHorizontal: 44, fontSize: 9, lineHeight: 1.4, color: INK.ink },
  head: { position: 'absolute', top: 20, left: 44, right: 44, flexDirection: 'row', justifyContent: 'space-between', fontSize: 7.5, color: INK.third },
  foot: { position: 'absolute', top: 808, left: 44, right: 44, flexDirection: 'row', justifyContent: 'space-between', fontSize: 7.5, color: INK.third },
  kind: { fontSize: 9, color: INK.third, marginTop: 28 },
  title: { fontSize: 22, fontWeight: 700, lineHeight: 1.2, marginTop: 4 },
  sentence: { fontSize: 12, lineHeight: 1.45, marginTop: 12, maxWidth: 470 },
  interim: { marginTop: 12, paddingVertical: 5, paddingHorizontal: 8, borderWidth: 1, borderStyle: 'dashed', borderColor: INK.unknown, color: INK.unknown, fontWeight: 700 },
  section: { marginTop: 18, borderTopWidth: 1.2, borderTopColor: INK.ink, paddingTop: 6 },
  h2: { fontSize: 12, fontWeight: 700, marginBottom: 4 },
  h3: { fontSize: 9.5, fontWeight: 700, marginTop: 7 },
  note: { color: INK.second, marginBottom: 6, maxWidth: 470 },
  para: { maxWidth: 470, marginTop: 2 },
  facts: { flexDirection: 'row', flexWrap: 'wrap', marginTop: 16 },
  fact: { width: '25%', paddingRight: 10, marginBottom: 8 },
  label: { fontSize: 7.5, color: INK.third },
  row: { flexDirection: 'row', borderBottomWidth: 0.6, borderBottomColor: INK.line, paddingVertical: 2.5 },
  headRow: { flexDirection: 'row', borderBottomWidth: 0.8, borderBottomColor: INK.strong, paddingBottom: 2, color: INK.third, fontSize: 7.5 },
  cell: { paddingRight: 6, fontSize: 8, lineHeight: 1.3 },
  small: { fontSize: 7.5 },
  column: { fontSize: 7.5, lineHeight: 1.9 },
})
