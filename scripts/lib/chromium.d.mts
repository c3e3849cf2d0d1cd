/** Types of chromium.mjs, for Playwright's configuration. */
export const BROWSER_ARGS: string[]
export function findChromium(): Promise<{ file: string; env: Record<string, string> } | null>
