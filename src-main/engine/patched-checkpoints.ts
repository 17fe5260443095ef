import { stat } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { expandPatch } from '../models/expand.ts';
import { weightsHash } from '../models/manifest.ts';
import { type Patch, readPatch } from '../models/patch.ts';
import type { Checkpoint } from '../models/types.ts';

/** Identifies a file's content: a file that is replaced gets another stamp. */
const stampOf = (file: string): Promise<string> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => 'missing',
  );

/** A base model with patches applied. Each patch file is read and verified once. */
export class PatchedCheckpoints {
  readonly #checkpoint: Checkpoint;
  readonly #clock: Clock;
  readonly #verified = new Map<string, { readonly stamp: string; readonly patch: Patch }>();
  #baseHash: Promise<string> | undefined;

  constructor(checkpoint: Checkpoint, clock: Clock) {
    this.#checkpoint = checkpoint;
    this.#clock = clock;
  }

  /** @throws CodedError `patch-corrupt`, `patch-foreign` */
  async open(file: string): Promise<Checkpoint> {
    this.#baseHash ??= weightsHash(this.#checkpoint.dir);
    const stamp = await stampOf(file);
    let known = this.#verified.get(file);
    if (known?.stamp !== stamp) {
      const patch = await readPatch(file, {
        config: this.#checkpoint.config,
        baseHash: await this.#baseHash,
      });
      known = { stamp, patch };
      this.#verified.set(file, known);
    }
    return expandPatch(known.patch, this.#checkpoint, this.#clock);
  }
}
