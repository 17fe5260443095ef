/** A test's name, with the reason why it is skipped where it is. */
export const skippedFor = (name: string, reason: string | null): string =>
  reason === null ? name : `${name} (skipped: ${reason})`;
