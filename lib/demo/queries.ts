import { db } from '@/lib/db/client'
import { DEMO_SETTING, type DemoMarker, demoMarkerSchema } from './model'

/** The marker of the demo, loaded or half loaded; null when this database holds no demo data. */
export async function findDemoMarker(): Promise<DemoMarker | null> {
  const setting = await db().setting.findUnique({ where: { key: DEMO_SETTING } })
  return setting === null ? null : demoMarkerSchema.parse(setting.value)
}

/** Does the banner have to say that this is demo data? Anyone signed in may know. */
export async function isDemo(): Promise<boolean> {
  return (await findDemoMarker()) !== null
}
