import type {
  Client,
  LearnOutcome,
  LearnState,
  SlotView,
  VersionSummary,
} from '../../src-main/contract/index.ts';
import { type Ending, follow, followAll } from '../client/follow.ts';
import { t } from '../i18n/index.svelte.ts';
import { standingOf } from './standing.ts';
import { numberOf } from './version-names.ts';

/** What the whole interface knows of the run, the slot and the versions, as it was last told. */
export class Live {
  readonly #client: Client;
  learning = $state.raw<LearnState | null>(null);
  slot = $state.raw<SlotView | null>(null);
  versions = $state.raw<readonly VersionSummary[]>([]);
  /** Counts what may have changed in the records of versions: who shows one reads it again. */
  recordChanges = $state(0);
  #standing = '';
  readonly #onEnd: (outcome: LearnOutcome) => void;

  /** @param onEnd told how a run ended that was seen to run */
  constructor(client: Client, onEnd: (outcome: LearnOutcome) => void) {
    this.#client = client;
    this.#onEnd = onEnd;
  }

  /** @throws the error of a call that fails; no subscription remains then. */
  async start(): Promise<Ending> {
    const client = this.#client;
    const end = await followAll([
      follow(
        client,
        'learning',
        () => client.call('learn.state', {}),
        (state) => this.#learningIs(state),
      ),
      follow(
        client,
        'slot',
        () => client.call('slot.view', {}),
        (view) => this.slotIs(view),
      ),
      client.on('record', () => this.#recordsAre()),
    ]);
    // Records may have changed before the subscription.
    this.recordChanges++;
    return end;
  }

  slotIs(view: SlotView): void {
    this.slot = view;
    const standing = standingOf(view);
    if (standing !== this.#standing) this.#recordsAre();
    this.#standing = standing;
  }

  /** A list that cannot be had leaves the last one: whoever needs it asks again. */
  async refreshVersions(): Promise<void> {
    try {
      const { versions } = await this.#client.call('versions.list', {});
      this.versions = versions;
    } catch {
      this.#standing = '';
    }
  }

  /** What the writer calls a version: v1, v2 … in the order of learning. */
  nameOf(version: string): string {
    if (version === 'base') return t('version.base');
    const n = numberOf(this.versions, version);
    return n === null ? version.slice(0, 8) : t('version.taught', { n });
  }

  #recordsAre(): void {
    this.recordChanges++;
    void this.refreshVersions();
  }

  #learningIs(state: LearnState): void {
    const ended = this.learning?.run && !state.run;
    this.learning = state;
    if (!ended) return;
    this.#recordsAre();
    if (state.last) this.#onEnd(state.last);
  }
}
