/**
 * Work of which no part stops another: `attempt` counts what a part has done (true = one), `end` answers the sum, or throws together what
 * failed, in the words of `told`. What failed is tried again by whoever calls.
 */
export function apart(): { attempt: (work: () => Promise<number | boolean>) => Promise<void>; end: (told: (failed: number) => string) => number } {
  const errors: unknown[] = []
  let done = 0
  return {
    attempt: async (work) => {
      try {
        done += Number(await work())
      } catch (error) {
        errors.push(error)
      }
    },
    end: (told) => {
      if (errors.length > 0) throw new AggregateError(errors, told(errors.length))
      return done
    },
  }
}
