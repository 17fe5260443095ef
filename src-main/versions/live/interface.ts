import type { Mode } from '../policy/plan.ts';
import type { Outcome, RequestKey, Ticket } from '../policy/traffic.ts';
import type { VersionId } from '../policy/version.ts';
import type { RouterView } from '../policy/view.ts';

/** Commands throw CodedError `store-unwritable` where a step forward cannot be stored; nothing has changed then. */
export interface Router {
  /** Which version answers this request. Every ticket must be finished, the very object, once. */
  begin(key: RequestKey): Ticket;
  /** @returns a ticket to ask again with, where a better version may answer what failed; null otherwise */
  finish(ticket: Ticket, outcome: Outcome): Ticket | null;
  /** The writer took or refused what `version` suggested. */
  judged(version: VersionId, accepted: boolean): void;
  /** A stored gap was run through `version`, under way, and the main one: which put the writer's word first? */
  replayed(version: VersionId, newRight: boolean, oldRight: boolean): void;
  /** Private memory of the engine's process; counts while a new version is under way. */
  memory(bytes: number): void;
  /**
   * A new version starts its way; one under way is given up.
   * @param byItself nobody asked @throws CodedError `version-blocked` where it was stopped before and nobody asked
   */
  offer(version: VersionId, mode: Mode, byItself: boolean): void;
  /** 推进 */
  push(): void;
  /** 暂停 */
  pause(paused: boolean): void;
  /** 放弃 */
  abandon(): void;
  /** 立即切回: always works, whatever state engine and store are in. */
  rollback(to?: VersionId): void;
  /** Back to a state of `view().history`. */
  restore(id: number): void;
  engineDied(): void;
  /** The engine answers with another model now: no version is to blame. */
  engineGone(): void;
  /** The engine answers (again) and has nothing loaded. */
  engineBack(): void;
  view(): RouterView;
  /** Called after every change. @returns a function that ends the subscription */
  onChange(listener: () => void): () => void;
}
