import { systemClock } from '../../src-main/base/clock.ts';
import { createHost, type Host } from '../../src-main/engine/host.ts';
import { createLanguage } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import { Memory } from '../../src-main/learn/memory/memory.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';

/**
 * The engine's host in the bench's own process, with a memory that nothing is stored of.
 * @param step lends the thread before each run of the model, as the engine's process does; by default it does not
 */
export const benchHost = async (
  checkpoint: Checkpoint,
  memory = new Memory(),
  step = async (): Promise<void> => undefined,
): Promise<Host> =>
  createHost({
    checkpoint,
    language: createLanguage(checkpoint, await loadLexicon()),
    runner: ortRunner,
    memory,
    clock: systemClock,
    step,
    provider: 'cpu',
  });
