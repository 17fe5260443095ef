import { reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { entryText } from '../policy/texts.ts';
import type { Ports } from './ports.ts';

/** Hands over what a stored snapshot owes: entries to the archive, captured settings to the store. */
export class HandOver {
  readonly #ports: Pick<Ports, 'archive' | 'notify' | 'reinstate'>;
  readonly #log: Log;
  /** Entries up to this id were shown to the writer. */
  #shown = 0;

  constructor(ports: Pick<Ports, 'archive' | 'notify' | 'reinstate'>, log: Log) {
    this.#ports = ports;
    this.#log = log;
  }

  /** @returns the snapshot with an empty outbox, or with all entries where the archive refused one */
  deliver(snapshot: Snapshot): Snapshot {
    if (snapshot.outbox.length === 0) return snapshot;
    try {
      for (const entry of snapshot.outbox) {
        this.#ports.archive(entry);
        const text = entry.id > this.#shown ? entryText(entry) : null;
        this.#shown = Math.max(this.#shown, entry.id);
        if (text) this.#ports.notify(text);
      }
      return { ...snapshot, outbox: [] };
    } catch (error) {
      this.#log.warn(`the health archive refused an entry: ${reasonOf(error)}`);
      return snapshot;
    }
  }

  /** @returns the snapshot with nothing to reinstate, or unchanged where the store refused */
  reinstate(snapshot: Snapshot): Snapshot {
    if (snapshot.reinstate === null) return snapshot;
    try {
      this.#ports.reinstate(snapshot.reinstate);
      return { ...snapshot, reinstate: null };
    } catch (error) {
      this.#log.warn(`captured settings could not be put back: ${reasonOf(error)}`);
      return snapshot;
    }
  }
}
