import { expect, test } from 'vitest';
import type { Child } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import type { Provider } from '../../src-main/contract/schemas.ts';
import { chooseProvider, type Probe, type ProbeRequest } from '../../src-main/runtime/providers.ts';
import { said, words } from '../support/words.ts';

type Script = 'crash' | 'hang' | 'error' | { logits: number[]; milliseconds: number };
const cpu = { logits: [1, 2], milliseconds: 20 };

function choose(
  scripts: Partial<Record<Provider, Script>>,
  wanted: 'auto' | Provider,
  kept: Probe[] | null = null,
) {
  const killed: Provider[] = [];
  const fork = (): Child => {
    let say: (message: unknown) => void = () => undefined;
    let exit: (code: number | null, signal: string | null) => void = () => undefined;
    let provider: Provider = 'cpu';
    return {
      pid: 1,
      send: (message) => {
        provider = (message as ProbeRequest).provider;
        const script = scripts[provider] ?? 'error';
        if (script === 'crash') setImmediate(() => exit(null, 'SIGSEGV'));
        else if (script === 'error') setImmediate(() => say({ kind: 'failed', reason: 'no driver' }));
        else if (script !== 'hang')
          setImmediate(() => say({ ...script, kind: 'numbers', logits: Float32Array.from(script.logits) }));
      },
      onMessage: (listener) => {
        say = listener;
      },
      onExit: (listener) => {
        exit = listener;
      },
      kill: () => void killed.push(provider),
    };
  };
  const store = {
    read: () => kept,
    write: (_: string, probes: readonly Probe[]) => {
      kept = [...probes];
    },
  };
  const options = { fork, entry: '', clock: systemClock, model: { id: 'm', dir: '' }, wanted };
  const candidates = ['cuda', 'webgpu', 'cpu'] as const;
  const cache = { store, key: 'k' };
  return chooseProvider({ ...options, candidates, cache, timeOutMilliseconds: 50 }).then((choice) => ({
    choice,
    killed,
    kept,
  }));
}

const apart = (by: string) => said({ zh: `最大相差 ${by}`, en: `by up to ${by}` });

test.each([
  ['crash', /crashed/, 'SIGSEGV'],
  ['hang', /0\.05 seconds/, undefined],
  ['error', /does not start/, 'no driver'],
  [{ logits: [1, 2.25], milliseconds: 1 }, /differ/, apart('0.25')],
  [{ logits: [1, Number.NaN], milliseconds: 1 }, /differ/, apart('Infinity')],
  [{ logits: [1], milliseconds: 1 }, /differ/, apart('Infinity')],
] as const)(
  'a chosen provider that fails (%j) gives way to CPU and says why in plain words',
  async (script, why, detail) => {
    const { choice, killed } = await choose({ cpu, webgpu: script as Script }, 'webgpu');
    expect(choice.provider).toBe('cpu');
    expect(words(choice.note, 'en')).toMatch(why);
    expect(words(choice.note, 'zh')).toContain('CPU');
    expect(choice.note?.detail).toEqual(detail);
    for (const language of ['zh', 'en'] as const)
      expect(words(choice.note, language)).not.toMatch(/SIG|driver|0\.25/);
    expect(killed).toContain('webgpu');
  },
);

test('auto takes the fastest that agrees, and CPU where it is the fastest', async () => {
  const fast = { logits: [1.01, 2], milliseconds: 5 };
  expect((await choose({ cpu, webgpu: fast }, 'auto')).choice.provider).toBe('webgpu');
  expect((await choose({ cpu, webgpu: { ...fast, milliseconds: 50 } }, 'auto')).choice.provider).toBe('cpu');
});

test('kept results are used without a new probe, and new ones are kept', async () => {
  const kept: Probe[] = [{ provider: 'cuda', works: true, milliseconds: 1 }];
  const again = await choose({ cpu }, 'auto', kept);
  expect([again.choice.provider, again.killed]).toEqual(['cuda', []]);
  expect((await choose({ cpu }, 'auto')).kept).toHaveLength(3);
});

test('a model that CPU cannot run leaves nothing kept and probes nothing else', async () => {
  const { choice, killed, kept } = await choose({ cpu: 'crash', webgpu: cpu }, 'auto');
  expect([choice.provider, killed, kept]).toEqual(['cpu', ['cpu'], null]);
});
