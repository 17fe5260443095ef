import type { Clock } from '../base/clock.ts';
import { noOutcomes, type OutcomeCounts, type OutcomeReport } from '../serving/outcome-report.ts';
import type { VersionId } from '../versions/policy/version.ts';
import { SenderShare } from './sender-share.ts';

/**
 * What of the desktops' counts is evidence: within a day, a sender counts for at most as much as the sender with the
 * second most, for each version, and for judgements and errors apart. One sender alone counts for nothing, of two none
 * counts for more than half. What exceeds it waits for others until the day ends. Only in memory: after a restart of the
 * controller every sender begins anew. A sender is a network address, so that this guards against a faulty desktop, not
 * against somebody who has the key and several addresses.
 */

export interface FairCountsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** A day ended in which one sender alone reported, so that nothing of it counted. */
  readonly onAlone: () => void;
}

/** Milliseconds. */
const window = 24 * 3_600_000;
/** Two versions are in service; a name that nobody serves is counted, and dropped by the controller. */
const mostVersions = 4;
/** Those beyond are not counted: memory has a limit. */
const mostSenders = 100_000;

interface Shares {
  readonly judgements: SenderShare;
  readonly errors: SenderShare;
}

export class FairCounts {
  readonly #options: FairCountsOptions;
  /** Milliseconds since the epoch; null before the first report. */
  #since: number | null = null;
  readonly #versions = new Map<VersionId, Shares>();
  /** The versions that each sender named. */
  readonly #named = new Map<string, Set<VersionId>>();

  constructor(options: FairCountsOptions) {
    this.#options = options;
  }

  /** @returns what counts now, of this report and of those that waited for it */
  take({ version, accepted, refused, errors }: OutcomeReport, sender: string): OutcomeCounts {
    this.#beginDay();
    if (!this.#isTaken(version, sender)) return noOutcomes;
    const { judgements, errors: failures } = this.#sharesOf(version);
    const [taken = 0, left = 0] = judgements.add(sender, [accepted, refused]);
    const [failed = 0] = failures.add(sender, [errors]);
    return { accepted: taken, refused: left, errors: failed };
  }

  #beginDay(): void {
    const now = this.#options.clock.now();
    // A clock that was set back ends the day too: otherwise it would last until the clock is there again.
    if (this.#since !== null && now >= this.#since && now < this.#since + window) return;
    if (this.#named.size === 1) this.#options.onAlone();
    this.#since = now;
    this.#versions.clear();
    this.#named.clear();
  }

  #isTaken(version: VersionId, sender: string): boolean {
    const named = this.#named.get(sender) ?? new Set();
    if (!this.#named.has(sender) && this.#named.size >= mostSenders) return false;
    if (!named.has(version) && named.size >= mostVersions) return false;
    this.#named.set(sender, named.add(version));
    return true;
  }

  #sharesOf(version: VersionId): Shares {
    const shares = this.#versions.get(version) ?? {
      judgements: new SenderShare(),
      errors: new SenderShare(),
    };
    this.#versions.set(version, shares);
    return shares;
  }
}
