/**
 * `node test/bench/own-words.ts`: how often the head of own words lists the right term at a sentence that it was not given
 * at, and how often it lists any term at sentences that have nothing to do with the terms. Keys are kept in a file of the
 * temporary folder, so that another rule is tried in seconds; `BUMO_OWN_KNOWN` asks those places alone.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalibrationGaps } from '../../src-main/fillmask/calibration/gaps.ts';
import { backgroundTexts, otherPlaces } from '../../src-main/learn/memory/background-texts.ts';
import { Memory } from '../../src-main/learn/memory/memory.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { type Correction, lines, records, resource, toSample } from './corrections.ts';
import { benchHost } from './host.ts';
import { round, table } from './measure.ts';
import { benchModel } from './model.ts';

const lengths = [1, 2, 3, 4];
const dir = benchModel();
const checkpoint = await openCheckpoint(dir);
const now = async () => undefined;
const isKnownOnly = process.env.BUMO_OWN_KNOWN !== undefined;

/** Keys of the base model by length and text. */
const file = join(tmpdir(), `bumo-own-words-${(await weightsHash(dir)).slice(0, 8)}.jsonl`);
const keys = new Map<string, Float32Array>();
const nameOf = (text: string, length: number) => `${length} ${text}`;
for (const line of existsSync(file) ? lines(file) : []) {
  const { name, key } = JSON.parse(line) as { name: string; key: string };
  keys.set(name, new Float32Array(Uint8Array.from(Buffer.from(key, 'base64')).buffer));
}

const host = await benchHost(checkpoint);

async function keyAt(text: string, length: number): Promise<Float32Array> {
  const name = nameOf(text, length);
  const known = keys.get(name);
  if (known) return known;
  const [key = new Float32Array()] = await host.embed([{ text, length }], now);
  keys.set(name, key);
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  appendFileSync(file, `${JSON.stringify({ name, key: bytes.toString('base64') })}\n`);
  return key;
}

const keysAt = async (texts: readonly string[], length: number) => {
  const all: Float32Array[] = [];
  for (const text of texts) all.push(await keyAt(text, length));
  return all;
};

const isReady = (text: string) => !isKnownOnly || lengths.every((length) => keys.has(nameOf(text, length)));
const some = (items: readonly { text: string }[]) =>
  items.map(({ text }) => text).filter((text) => isReady(text));
const every =
  (step: number, from = 0) =>
  (_: unknown, i: number) =>
    i % step === from;
const words = records('words.jsonl');
const ofDomains = (...domains: string[]) =>
  words.filter((one) => 'domain' in one && domains.includes(String(one.domain)));
const exam = (name: string) =>
  lines(resource(`suites/${name}.jsonl`)).map((line) => JSON.parse(line) as Correction);

/** Sentences that none of the terms belongs to. */
const unrelated = {
  business: some(ofDomains('office', 'commerce', 'medicine')),
  exam: some(['finance', 'law', 'medicine', 'technology'].flatMap((name) => exam(name).filter(every(5, 2)))),
  daily: some([
    ...['daily', 'poetry', 'idioms'].flatMap((name) => exam(name).filter(every(10, 2))),
    ...ofDomains('news', 'daily').filter(every(3)),
  ]),
  characters: some(records('general.jsonl').filter(every(8))),
};

const gaps = await readCalibrationGaps(resource('calibration'));
const others = (isKnownOnly ? some(gaps.filter(({ kind }) => kind === 'word')) : otherPlaces(gaps)).slice(
  0,
  100,
);
const background = await backgroundTexts(resource('replay'));

async function memoryOf(given: readonly Correction[]): Promise<Memory> {
  const memory = new Memory();
  for (const length of lengths) {
    await memory.measure(length, await keysAt(background, length));
    await memory.putOthers(length, await keysAt(others, length));
  }
  for (const item of given) {
    const { answer: word, text } = item;
    const key = await keyAt(text, Array.from(word).length);
    memory.change({ add: [{ id: toSample(item).id, key, word, weight: 1, own: true }], remove: [] });
  }
  return memory;
}

const listed = async (memory: Memory, text: string) =>
  (await memory.own?.((length) => keyAt(text, length))) ?? [];

async function leak(memory: Memory, texts: readonly string[]): Promise<string> {
  let shown = 0;
  for (const text of texts) if ((await listed(memory, text)).length > 0) shown++;
  return `${shown}/${texts.length} ${round(shown / texts.length, 3)}`;
}

async function row(name: string, given: readonly Correction[], asked: readonly Correction[]) {
  const memory = await memoryOf(given);
  const unseen = asked.filter(({ text }) => isReady(text));
  const ranks: number[] = [];
  for (const { text, answer } of unseen) {
    const rank = (await listed(memory, text)).indexOf(answer);
    ranks.push(rank < 0 ? Infinity : rank);
  }
  const share = (depth: number) => round(ranks.filter((rank) => rank < depth).length / ranks.length, 3);
  const leaks: string[] = [];
  for (const texts of Object.values(unrelated)) leaks.push(await leak(memory, texts));
  return [name, given.length, ranks.length, share(1), share(2), share(3), ...leaks];
}

const corrections = records('corrections.jsonl');
const terms = [...new Set(corrections.map(({ term }) => term))];
/** Three sentences of each term are given, two are asked. */
function ofTerms(name: string, from: number, to: number) {
  const mine = corrections.filter(({ term }) => terms.slice(from, to).includes(term));
  const isGiven = ({ split }: Correction) => split === 'train';
  return row(
    name,
    mine.filter(isGiven),
    mine.filter((one) => !isGiven(one)),
  );
}

const rows = [
  await ofTerms('terms 1–20', 0, 20),
  await ofTerms('terms 21–40', 20, 40),
  await ofTerms('all 45 terms', 0, 45),
];
table(
  'own words, without any patch',
  [
    'terms',
    'given',
    'unseen',
    'first',
    'first two',
    'listed',
    ...Object.keys(unrelated).map((one) => `leak, ${one}`),
  ],
  rows,
);
process.exit(0);
