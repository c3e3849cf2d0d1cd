/**
 * The advisory lock beside the declaration epoch. Ingest holds it shared while it stores; `declare` and a step of a re-evaluation
 * hold it exclusively. The epoch row's own lock would not do alone: one that is always shared by somebody is never had
 * exclusively, while advisory locks queue in order.
 */
export const DECLARATIONS_LOCK = 7_410_010
