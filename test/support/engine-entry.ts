import { connectParent } from '../../src-main/base/child.ts';
import { CodedError } from '../../src-main/base/error.ts';
import type { Host } from '../../src-main/engine/host.ts';
import type { StartOptions } from '../../src-main/engine/protocol.ts';
import { serveEngine } from '../../src-main/engine/worker.ts';
import { asWritten } from '../../src-main/texts/message.ts';

/**
 * An engine process whose host does what the text says: `die`, `hang`, `slow`, or answers with the text;
 * `first` gives a first answer. In the folder `bad-driver` it dies on anything but the CPU. Versions answer
 * with their own name before the text; one called `broken` or b0b0… cannot be loaded, `fatal` or fa7a… kills at
 * its load, c0c0… says the same to everything, 0f0f… has answers that are not finite, 1ea0… leaves 32 MB behind.
 * Terms and memory are answered to the texts `terms` and `memory`.
 */
async function load({ dir, provider }: StartOptions): Promise<Host> {
  if (dir === 'dies') process.kill(process.pid, 'SIGKILL');
  if (dir === 'bad')
    throw new CodedError('model-corrupt', asWritten('模型已损坏。', 'The model is corrupt.'));
  const versions = new Set(['base']);
  const memory = new Map<string, string>();
  const leaked: Buffer[] = [];
  let terms: readonly string[] = [];
  return {
    precision: dir === 'int8' ? 'int8' : 'float32',
    async fill(version, { text }, { signal, onFirst } = {}) {
      if (!versions.has(version))
        throw new CodedError('version-not-loaded', asWritten('没有加载。', 'Not loaded.'));
      if (dir === 'bad-driver' && provider !== 'cpu' && text.startsWith('crash'))
        process.kill(process.pid, 'SIGKILL');
      if (text.startsWith('first')) onFirst?.({ gaps: [], rows: 1 });
      if (text.startsWith('die')) process.kill(process.pid, 'SIGKILL');
      if (text.startsWith('hang')) for (;;);
      if (text.startsWith('slow')) await new Promise((resolve) => setTimeout(resolve, 300));
      signal?.throwIfAborted();
      if (version.startsWith('0f0f') && text.startsWith('x'))
        throw new CodedError('model-broken', asWritten('不是有限的数。', 'Not finite.'));
      const told = { terms: terms.join(), memory: [...memory.values()].join() }[text] ?? text;
      const constant = version.startsWith('c0c0') ? '同' : `${version}:${told}`;
      const word = version === 'base' ? told : constant;
      return {
        answer: {
          gaps: [{ start: 0, end: 1, candidates: [{ word, probability: 1 }] }],
          rows: process.pid,
        },
        milliseconds: 2,
        topMilliseconds: 1,
        gateway: null,
        unusable: null,
      };
    },
    verify: async () => undefined,
    async load({ version: { id }, gaps }, pause) {
      if (/^(?:broken|b0b0)/.test(id))
        throw new CodedError('patch-corrupt', asWritten('已损坏。', 'Corrupt.'));
      if (/^(?:fatal|fa7a)/.test(id)) process.kill(process.pid, 'SIGKILL');
      if (id.startsWith('1ea0')) leaked.push(Buffer.alloc(32 * 2 ** 20, 1));
      await pause();
      // Like the real host: there before it is warm, gone again where the warming ends early.
      versions.add(id);
      try {
        for (const _ of gaps) {
          await pause();
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      } catch (error) {
        versions.delete(id);
        throw error;
      }
      return { answers: gaps.map((word) => ({ word, probability: 1 })), milliseconds: 1, ranking: '' };
    },
    async unload(id) {
      versions.delete(id);
    },
    embed: async (places) => places.map(({ text }) => Float32Array.of(text.length)),
    common() {
      throw new Error('there is no model');
    },
    prepare: async () => undefined,
    calibrate: async () => null,
    setTerms({ glossary, learned }) {
      terms = [...glossary, ...learned];
    },
    remember({ add, remove }) {
      for (const id of remove) memory.delete(id);
      for (const { id, word } of add) memory.set(id, word);
    },
  };
}

serveEngine(connectParent(), load, () => process.exit(0));
