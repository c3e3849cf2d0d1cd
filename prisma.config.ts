import { defineConfig } from 'prisma/config'

// Prisma would download a native engine to generate; a path that exists stops it. The client itself is TypeScript and WASM.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema' })
