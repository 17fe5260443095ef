import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { table } from '../../src-main/texts/table.ts';

/** Sentences that a clerk reads hold no terms of the field; those stand behind 详细. */

const root = resolve(import.meta.dirname, '../..');

const banned = [
  /p 值|\bp-value|\bMRR\b|\bECE\b|\bBrier\b|\bp50\b|\bp95\b/,
  /奈特|\bnats?\b|似然|log-likelihood|置信区间|confidence interval|95% (?:区间|interval)/,
  /低秩|\blow-rank\b|\bLoRA\b|补丁|\bpatch(?:es)?\b/i,
  /随机种子|\b(?:random )?seed\b/i,
  /梯度|\bgradients?\b|学习率|\blearning rates?\b/i,
  /词元|\btokens?\b|top-k|\btop-[13]\b|张量|\btensors?\b|校准|\bcalibrat/i,
  /fp(?:16|32)|int8|SHA-?256/i,
  /\bHTTP \d|\bHTTP \$\{/,
  /\b(?:ENOTFOUND|ECONN[A-Z]+|ENOSPC|EACCES|EPERM|ETIMEDOUT|getaddrinfo)\b/,
  /影子|\bshadow\b/i,
];

/** A key of the tables with such a part is shown behind 详细. */
const isDetail = (key: string) => key.split('.').includes('detail');

/** What is filled in has a name that nobody reads. */
const offends = (text: string) => banned.some((term) => term.test(text.replaceAll(/\{\w+\}/g, '')));

const texts = Object.entries(table).flatMap(([key, { zh, en }]) => [
  { key, text: zh },
  { key, text: en },
]);

test('the table of texts holds no bare terms', () => {
  expect(texts.filter(({ key, text }) => !isDetail(key) && offends(text))).toEqual([]);
});

test('terms behind 详细 are found as such, or the list has grown blind', () => {
  expect(texts.filter(({ key, text }) => isDetail(key) && offends(text)).length).toBeGreaterThan(8);
});

/** What a source says in words of its own, the same or other in the two languages. */
const ownWords = (source: string): string[] =>
  [...source.matchAll(/\basWritten\(\s*([`'][^;]*?[`'])\s*,?\s*\)/g)].map(([, words = '']) =>
    words.replaceAll(/\$\{[^}]*\}/g, ''),
  );

test('the reasons of the breakers’ rules hold no bare terms', () => {
  const files = globSync('src-main/versions/policy/rules/*.ts', { cwd: root });
  const read = files.flatMap((file) => ownWords(readFileSync(join(root, file), 'utf8')));
  expect(read.length).toBeGreaterThan(8);
  expect(read.filter(offends)).toEqual([]);
});

/** What the system or a library said, filled into a sentence instead of standing behind it. */
const rawReason = /\breasonOf\(|\.message\b|\bString\(|\bsignal\b/;
const filledIn = (source: string): string[] =>
  [...source.matchAll(/\bmessage\(\s*'([^']+)',\s*\{([^}]*)\}/g)]
    .filter(([, , values = '']) => rawReason.test(values))
    .map(([, code = '']) => code);

test('no sentence is filled with a raw reason', () => {
  const files = globSync('src-main/**/*.ts', { cwd: root });
  expect(files.flatMap((file) => filledIn(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  expect(filledIn("message('part.failed', { why: reasonOf(error) })")).toEqual(['part.failed']);
});
