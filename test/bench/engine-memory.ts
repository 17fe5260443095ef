import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { forkNode } from '../../src-main/base/child.ts';
import { engineProcess } from '../../src-main/engine/fork.ts';
import { batchOf } from './texts.ts';

/** Memory of the real engine process after 20 answers, MB. Linux alone tells private and file-backed apart. */
export async function engineMemory(dir: string): Promise<Record<string, number> | null> {
  if (process.platform !== 'linux') return null;
  const entry = fileURLToPath(new URL('../../src-main/engine/engine-process.ts', import.meta.url));
  const child = forkNode(entry, engineProcess);
  const replies: ((message: { kind: string }) => void)[] = [];
  child.onMessage((message) => {
    const { kind } = message as { kind: string };
    if (kind !== 'first') replies.shift()?.({ kind });
  });
  const ask = (message: object) => {
    const reply = new Promise<{ kind: string }>((resolve) => replies.push(resolve));
    child.send(message);
    return reply;
  };
  const started = await ask({
    kind: 'start',
    options: { dir, provider: 'cpu', terms: { glossary: [], learned: [] }, memory: [] },
  });
  if (started.kind !== 'ready') throw new Error(`the engine said ${started.kind}`);
  for (let id = 0; id < 20; id++) {
    await ask({ kind: 'fill', id, request: { text: batchOf(32, 1)[0], maxLength: 4, top: 5 } });
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  child.kill();
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { privateMb: mb('RssAnon'), fileBackedMb: mb('RssFile') };
}
