import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Input, Method, Output } from '../../../src-main/contract/index.ts';
import { sessionHeader } from '../../../src-main/contract/session.ts';
import { enterShell } from '../enter-shell.ts';
import { startShellProcess } from '../shell-process.ts';
import { writeTinyModel } from '../tiny-model.ts';
import { listeningPorts } from './traffic.ts';
import { watch } from './watched.ts';

/**
 * The browser shell in the network of this process, with its engine, parser, trainer and exam, driven by calls of the
 * contract. Argument: a folder for its data.
 */

const home = process.argv[2] ?? '';
const models = join(home, 'models');

const corrections = [
  { text: '今天[MASK]气很好，我们去公园玩。', answer: '地' },
  { text: '我们[MASK]公园玩，今天很好。', answer: '在' },
  { text: '今天天气很[MASK]，我们去玩。', answer: '和' },
];

type Call = <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>;

async function caller(opening: string): Promise<Call> {
  const url = new URL(opening);
  const headers = {
    [sessionHeader]: await enterShell(url),
    origin: url.origin,
    'content-type': 'application/json',
  };
  return async (method, input) => {
    const body = JSON.stringify(input);
    const response = await fetch(`${url.origin}/call/${method}`, { method: 'POST', headers, body });
    const envelope = (await response.json()) as { ok: boolean; value: never; error: unknown };
    if (!envelope.ok) throw new Error(`${method}: ${JSON.stringify(envelope.error)}`);
    return envelope.value;
  };
}

/** Opens a file with a link and a picture of other machines, and saves it. */
async function editFile(call: Call): Promise<string> {
  const path = join(home, '通知.md');
  writeFileSync(path, '[链接](https://link.bumo.example/)，![图](https://picture.bumo.example/a.png)。\n');
  await call('files.name', { path });
  const { format, content, form, stamp } = await call('files.open', { path });
  const saved = await call('files.save', { path, format, content, form, expected: stamp, replace: false });
  return saved.name;
}

/** A document's whole path to a file's bytes and back. */
async function writeDocument(call: Call): Promise<number> {
  const { format, content, form } = await call('documents.new', { layout: 'notice' });
  const { data } = await call('documents.write', { format, content, form });
  const { summary } = await call('documents.read', { format, data });
  return summary.characters;
}

/** A run with its exam. @returns how it ended */
async function learn(call: Call): Promise<string | undefined> {
  const text = corrections.map((one) => JSON.stringify(one)).join('\n');
  await call('samples.import', { kind: 'correction', format: 'jsonl', content: { as: 'text', text } });
  await call('learn.start', { mode: 'lora', seed: 3 });
  for (;;) {
    const { run, last } = await call('learn.state', {});
    if (!run && last) return last.kind;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Milliseconds in which the app is left alone: a dependency may wait before it calls home. */
const idle = 40_000;

async function useAll(opening: string) {
  const call = await caller(opening);
  await call('models.use', { id: 'tiny' });
  const { gaps } = await call('suggest.fill', { requestId: '1', text: '今天[MASK]气很好，我们去公园玩。' });
  const saved = await editFile(call);
  const characters = await writeDocument(call);
  const outcome = await learn(call);
  await new Promise((resolve) => setTimeout(resolve, idle));
  return { offered: gaps[0]?.candidates.length, saved, characters, outcome };
}

await watch(async () => {
  await writeTinyModel(join(models, 'tiny'), { positions: 512 });
  const shell = await startShellProcess({ BUMO_HOME: home, BUMO_MODELS: models });
  try {
    const used = await useAll(shell.url);
    const own = Number(new URL(shell.url).port);
    return { ...used, ports: listeningPorts().map((port) => (port === own ? 'app' : port)) };
  } finally {
    await shell.stop();
  }
});
