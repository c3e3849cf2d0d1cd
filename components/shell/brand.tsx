/** The mark: a bounded field with one corner that is answered for. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M1.5 1.5h13v13h-13z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M5 5h6.2v6.2" fill="none" stroke="var(--accent)" strokeWidth="2.2" />
    </svg>
  )
}

export function Brand({ organisation }: { organisation?: string }) {
  return <div className="brand"><BrandMark />Bailiwick{organisation === undefined ? null : <span className="cut">{organisation}</span>}</div>
}
