/** How much of what is shown is to be right. */
export type Level = 'quiet' | 'moderate' | 'eager';

/** Least calibrated probability that keeps a level's promise. */
export const promised: Readonly<Record<Level, number>> = { quiet: 0.7, moderate: 0.5, eager: 0.35 };
