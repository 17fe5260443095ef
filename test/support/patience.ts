/** Milliseconds after which what a test waits for is given up: a busy machine may be slow, and waiting costs nothing else. */
export const patience = 120_000;
