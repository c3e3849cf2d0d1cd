import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Lets Node run this repository's files as they are, without a bundler: it strips the types itself; what is missing is `@/`, and that
 * endings are left out. Given to the test programs by `--import`.
 */
const root = pathToFileURL(`${dirname(dirname(dirname(fileURLToPath(import.meta.url))))}/`).href

registerHooks({
  resolve: (specifier, context, next) => {
    const ours = specifier.startsWith('@/') || (specifier.startsWith('./') && context.parentURL?.startsWith(root) === true && !context.parentURL.includes('/node_modules/'))
    if (!ours) return next(specifier, context)
    const url = specifier.startsWith('@/') ? new URL(specifier.slice(2), root).href : new URL(specifier, context.parentURL).href
    return next(existsSync(fileURLToPath(`${url}.ts`)) ? `${url}.ts` : url, context)
  },
})
