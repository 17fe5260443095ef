import { causeOf } from '../base/cause.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { hostOf } from '../models/contacts.ts';
import type { GatewayAccess } from '../serving/client/access.ts';
import { mostCounted, noOutcomes, type OutcomeCounts, OutcomeReport } from '../serving/outcome-report.ts';
import { reportOutcomes } from '../serving/report-outcomes.ts';
import { message } from '../texts/message.ts';

/**
 * Tells the controller how the gateway's answers fared, where an administrator named it and the writer switched it on:
 * three numbers for each version, and nothing else. What was counted and not sent when the app closes is lost.
 */

/** Where the counts go. */
export type ReportsGoal = Omit<GatewayAccess, 'version'>;

export interface OutcomeReportsOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** Called before each time that something is sent. */
  readonly onSend: (host: string) => void;
  /** @param trouble why the last report did not arrive; null where it did */
  readonly onEnd: (trouble: Message | null) => void;
}

/** Milliseconds from the first count until it is sent with those that came after it. */
const delay = 5 * 60_000;

const sum = (one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts => ({
  accepted: Math.min(mostCounted, one.accepted + other.accepted),
  refused: Math.min(mostCounted, one.refused + other.refused),
  errors: Math.min(mostCounted, one.errors + other.errors),
});

function troubleOf(error: unknown, host: string): Message {
  if (!(error instanceof CodedError)) throw error;
  const why = error.cause === undefined ? error.text : causeOf(error.cause);
  return message('gateway.reports-failed', { host, why }, error.text.detail);
}

export class OutcomeReports {
  readonly #options: OutcomeReportsOptions;
  #goal: ReportsGoal | null = null;
  #counts = new Map<string, OutcomeCounts>();
  #cancel: (() => void) | null = null;

  constructor(options: OutcomeReportsOptions) {
    this.#options = options;
  }

  /** From now on; null for nobody. What was counted for another goal is forgotten. */
  use(goal: ReportsGoal | null): void {
    this.#goal = goal;
    this.#counts.clear();
    this.#cancel?.();
    this.#cancel = null;
  }

  count(version: string, kind: keyof OutcomeCounts): void {
    if (!this.#goal || !OutcomeReport.safeParse({ version, ...noOutcomes }).success) return;
    this.#add(version, { ...noOutcomes, [kind]: 1 });
  }

  #add(version: string, counts: OutcomeCounts): void {
    this.#counts.set(version, sum(this.#counts.get(version) ?? noOutcomes, counts));
    this.#cancel ??= this.#options.clock.after(delay, () => void this.#send());
  }

  async #send(): Promise<void> {
    const goal = this.#goal;
    const waiting = [...this.#counts];
    this.#counts = new Map();
    this.#cancel = null;
    if (!goal) return;
    const host = hostOf(goal.address);
    const access = { token: () => goal.token, ca: goal.ca };
    let trouble: Message | null = null;
    this.#options.onSend(host);
    for (const [version, counts] of waiting) {
      try {
        await reportOutcomes(goal.address, { version, ...counts }, access);
      } catch (error) {
        trouble = troubleOf(error, host);
        // Sent with the next ones; the writer may have changed the goal meanwhile.
        if (this.#goal === goal) this.#add(version, counts);
      }
    }
    if (this.#goal === goal) this.#options.onEnd(trouble);
  }
}
