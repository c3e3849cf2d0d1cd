import { config } from 'zod/v4/core'

// zod would try whether it may compile its checks by evaluating text; the content security policy refuses that, and reports it.
config({ jitless: true })
