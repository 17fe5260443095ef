import { reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Order } from '../policy/control.ts';
import type { SlotEvent } from '../policy/state.ts';
import { loadFailed } from '../policy/texts.ts';
import type { EnginePort } from './ports.ts';

/** The promise of `work`, also where it throws at once. */
async function promised(work: () => Promise<void>): Promise<void> {
  await work();
}

/** Has the engine load, warm and unload versions, and reports how each load went. */
export class EngineOrders {
  readonly #engine: EnginePort;
  readonly #log: Log;
  readonly #report: (event: SlotEvent) => void;

  constructor(engine: EnginePort, log: Log, report: (event: SlotEvent) => void) {
    this.#engine = engine;
    this.#log = log;
    this.#report = report;
  }

  /** Calls the engine before it returns: loads and unloads must reach the engine in the order of the orders. */
  perform({ kind, version, ...order }: Order): void {
    if (!('load' in order)) {
      promised(() => this.#engine.unload(version)).catch((error) =>
        this.#log.warn(`version ${version} could not be unloaded: ${reasonOf(error)}`),
      );
      return;
    }
    const { load, generation } = order;
    const [work, done] =
      kind === 'load'
        ? [() => this.#engine.load(version), 'loaded' as const]
        : [() => this.#engine.warm(version), 'warmed' as const];
    void promised(work).then(
      () => this.#report({ kind: done, load, generation }),
      (error: unknown) => this.#report({ kind: 'refused', load, generation, failure: loadFailed(error) }),
    );
  }
}
