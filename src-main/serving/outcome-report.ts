import { z } from 'zod';

/**
 * What a desktop may tell the controller, where writer and administrator switched it on: counts of one version since
 * its last report, and nothing else. No text, no name, no document; a further field is refused.
 */

/** A desktop that counts more within a report is none. */
export const mostCounted = 1_000;
const count = z.int().min(0).max(mostCounted);

export const OutcomeReport = z.strictObject({
  version: z.string().regex(/^[0-9a-z-]{1,64}$/),
  /** Suggestions that the writer took or called right. */
  accepted: count,
  /** Suggestions that the writer called wrong, changed or dismissed. */
  refused: count,
  /** Answers that could not be used: not finite, of a wrong shape. The engine counts them as answered. */
  errors: count,
});
export type OutcomeReport = z.infer<typeof OutcomeReport>;

/** A report without its version. */
export type OutcomeCounts = Omit<OutcomeReport, 'version'>;

export const noOutcomes: OutcomeCounts = { accepted: 0, refused: 0, errors: 0 };

/** Below the address that the controller listens on. */
export const reportsPath = '/v1/outcomes';

/** A report is far shorter. */
export const mostReportBytes = 1_024;
