/** How long a ready that was given out stays good: time enough for a coordinator to gather a quorum. */
export const READY_LIFETIME_MS = 5 * 60_000;
