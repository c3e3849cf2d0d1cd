import { AppError } from '@/lib/errors'

/** Refuses what is no text anywhere in an input: PostgreSQL stores no U+0000, and a lone surrogate is no Unicode at all. */
export function assertText(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed()) {
      throw new AppError('invalid_input', `The input was refused (${path}: contains a character that is no text). Nothing was changed.`, { errors: [{ path, message: 'contains a character that is no text' }] })
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      assertText(key, path)
      assertText(member, path === '' ? key : `${path}.${key}`)
    }
  }
}
