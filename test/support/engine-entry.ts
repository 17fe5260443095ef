import { connectParent } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { serveEngine } from '../../src-main/fillmask/engine-worker.ts';
import type { FillAnswer } from '../../src-main/fillmask/types.ts';

/**
 * An engine process whose filler does what the text says: `die`, `hang`, `slow`, or answers with the text;
 * `first` gives a first answer. In the folder `bad-driver` it dies on anything but the CPU.
 */
async function load({ dir, provider }: { dir: string; provider: string }) {
  if (dir === 'dies') process.kill(process.pid, 'SIGKILL');
  if (dir === 'bad')
    throw new CodedError('model-corrupt', { zh: '模型已损坏。', en: 'The model is corrupt.' });
  return {
    async fill(
      { text }: { text: string },
      { signal, onFirst }: { signal?: AbortSignal; onFirst?: (answer: FillAnswer) => void } = {},
    ) {
      if (dir === 'bad-driver' && provider !== 'cpu' && text.startsWith('crash'))
        process.kill(process.pid, 'SIGKILL');
      if (text.startsWith('first')) onFirst?.({ gaps: [], rows: 1 });
      if (text.startsWith('die')) process.kill(process.pid, 'SIGKILL');
      if (text.startsWith('hang')) for (;;);
      if (text.startsWith('slow')) await new Promise((resolve) => setTimeout(resolve, 300));
      signal?.throwIfAborted();
      return {
        gaps: [{ start: 0, end: 1, candidates: [{ word: text, probability: 1 }] }],
        rows: process.pid,
      };
    },
  };
}

serveEngine(connectParent(), load, systemClock, () => process.exit(0));
