import { z } from 'zod'
import { loadSources } from '@/lib/activity/queries/sources'
import { loadUsage } from '@/lib/activity/queries/usage'
import { inSnapshot, type Read } from '@/lib/db/pool'
import { loadDeclarations } from '@/lib/grants/queries'
import { DEFAULT_DRIFT_SETTINGS, type DriftInput, type DriftSettings } from '@/lib/drift/model'
import { DAY_MS } from '@/lib/drift/window'
import { loadCatalogue } from './load-catalogue'
import { loadBrokenGlass, loadGrantWords, loadOwnership, loadRegistry, loadRotations, loadSponsors } from './load-registry'
import { loadReviews } from './load-reviews'
import { loadSignals } from './load-signals'

/** The setting that changes the windows, in days; what it leaves out stays as it is. */
export const DRIFT_SETTING = 'drift'
const days = z.number().int().min(1).max(365)
const settingSchema = z.object({ useWindowDays: days, unusedWindowDays: days, unusedGraceDays: days, quietDays: days }).partial()

/** Everything the engine looks at, in one snapshot of the database. */
export async function loadDriftInput(now: Date): Promise<DriftInput> {
  return inSnapshot(async (read, client) => {
    const settings = await loadSettings(read)
    const since = new Date(now.getTime() - Math.max(settings.useWindowDays, settings.unusedWindowDays, settings.quietDays) * DAY_MS)
    const declarations = await loadDeclarations(client)
    // Events may be minutes ahead of our clock, so tomorrow's day belongs to it.
    const usage = await loadUsage({ from: dayOf(since), to: dayOf(new Date(now.getTime() + DAY_MS)) }, read)
    return {
      declarations, usage, sources: await loadSources(since, read), ownership: await loadOwnership(read), sponsors: await loadSponsors(read), brokenGlass: await loadBrokenGlass(read), reviews: await loadReviews(read), registry: await loadRegistry(read), rotations: await loadRotations(read),
      catalogue: await loadCatalogue(read), signals: await loadSignals(since, read), grantWords: await loadGrantWords(read), settings, now: now.getTime(),
    }
  })
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** The windows in force: the defaults, as far as nobody has set others. */
export async function loadSettings(read: Read): Promise<DriftSettings> {
  const [row] = await read<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [DRIFT_SETTING])
  const parsed = settingSchema.safeParse(row?.value ?? {})
  return { ...DEFAULT_DRIFT_SETTINGS, ...(parsed.success ? parsed.data : {}) }
}
