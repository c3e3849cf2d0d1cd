/** Advisory locks of this room, chosen once. */

/** Held by the one process that runs re-evaluations. */
export const REEVALUATION_LOCK = 7_410_011
/** Held while partitions are made. */
export const PARTITION_LOCK = 7_410_012
