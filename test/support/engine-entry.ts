import { connectParent } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { serveEngine } from '../../src-main/fillmask/engine-worker.ts';

/** An engine process whose filler does what the text says: `die`, `hang`, `slow`, or answers with the text. */
async function load({ dir }: { dir: string }) {
  if (dir === 'dies') process.kill(process.pid, 'SIGKILL');
  if (dir === 'bad')
    throw new CodedError('model-corrupt', { zh: '模型已损坏。', en: 'The model is corrupt.' });
  return {
    async fill({ text }: { text: string }, { signal }: { signal?: AbortSignal } = {}) {
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
