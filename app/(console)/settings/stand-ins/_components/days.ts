const DAY_MS = 86_400_000

/** Days as two date fields say them, in UTC, as times: today means now, and the last day counts whole. What is no day is passed on for the server to refuse. */
export function daysToTimes(from: string, to: string, today: string): { from?: string; to: string } {
  const last = Date.parse(`${to}T00:00:00.000Z`)
  return {
    ...(from === '' || from === today ? {} : { from: `${from}T00:00:00.000Z` }),
    to: Number.isNaN(last) ? to : new Date(last + DAY_MS).toISOString(),
  }
}
