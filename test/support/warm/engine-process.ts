import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../../src-main/base/clock.ts';
import { turn } from '../../../src-main/base/turn.ts';
import { createHost } from '../../../src-main/engine/host.ts';
import { serveEngine } from '../../../src-main/engine/worker.ts';
import { asShipped } from '../../../src-main/fillmask/calibration/ranking.ts';
import { createLanguage, type Language } from '../../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../../src-main/fillmask/lexicon.ts';
import { readBackgrounds, writeBackgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { Memory } from '../../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { weightsHash } from '../../../src-main/models/manifest.ts';
import type { Checkpoint } from '../../../src-main/models/types.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import type { Runner, Session } from '../../../src-main/runtime/runner.ts';
import { modelCache } from '../real-model.ts';
import { serveLeases } from './lease.ts';

/**
 * The engine's process for one app after another. Every app has a host of its own, with its versions, terms and memory.
 * Only what no app changes is shared: the words that a vocabulary can spell, and sessions over the real model's file.
 */

const lexicon = loadLexicon();
const languages = new Map<string, Language>();
const sessions = new Map<string, Promise<Session>>();

async function languageOf({ vocabulary, tokenizerConfig }: Checkpoint): Promise<Language> {
  const key = JSON.stringify([vocabulary, tokenizerConfig]);
  const language = languages.get(key) ?? createLanguage({ vocabulary, tokenizerConfig }, await lexicon);
  languages.set(key, language);
  return language;
}

/** A graph over weights that all tests read is made once and released never. */
const runner: Runner = {
  createSession(model, options) {
    if (!options.weightsDir?.startsWith(modelCache)) return ortRunner.createSession(model, options);
    const key = `${createHash('sha256').update(model).digest('hex')} ${JSON.stringify(options)}`;
    const session = sessions.get(key) ?? ortRunner.createSession(model, options);
    sessions.set(key, session);
    return session.then((one) => ({ ...one, release: async () => undefined }));
  },
};

async function memoryOf(dir: string) {
  const file = join(dir, 'memory', 'background.safetensors');
  const base = await weightsHash(dir);
  return new Memory(await readBackgrounds(file, base), (measured) => writeBackgrounds(file, base, measured));
}

serveLeases((port) => {
  let hasEnded = false;
  port.onEnd(() => {
    hasEnded = true;
  });
  serveEngine(
    { ...port, onGone: () => undefined },
    async ({ dir, terms: _terms, memory: _memory, ...options }) => {
      const checkpoint = await openCheckpoint(dir);
      return createHost({
        ...options,
        checkpoint,
        language: await languageOf(checkpoint),
        runner,
        memory: await memoryOf(dir),
        // No test of an app waits for a model to be calibrated.
        calibrated: asShipped,
        clock: systemClock,
        async step() {
          // Work for an app that is gone takes no time of the next one.
          if (hasEnded) throw new DOMException('the app is gone', 'AbortError');
          await turn();
        },
      });
    },
    () => undefined,
  );
});
