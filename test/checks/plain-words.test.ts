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

/** The appendix of a written record, where the terms belong. */
const technical = new Set(['src-main/versions/record/technical.ts']);

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

/** The literals of `{ zh, en }` in a source, without what is filled in. */
function sentencesOf(source: string): string[] {
  const literals = source.matchAll(
    /\b(?:zh|en): (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g,
  );
  return [...literals].map(([, single, double, template]) =>
    (single ?? double ?? template ?? '').replaceAll(/\$\{(?!response\.status)[^}]*\}/g, ''),
  );
}

test('the sentences of the shell hold no bare terms', () => {
  const files = globSync('src-main/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const read = files
    .filter((file) => !technical.has(file) && !file.startsWith('src-main/texts/'))
    .flatMap((file) => sentencesOf(readFileSync(join(root, file), 'utf8')).map((text) => ({ file, text })));
  expect(read.length).toBeGreaterThan(300);
  expect(read.filter(({ text }) => offends(text)).map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

/** What the system or a library said, filled into a sentence instead of standing behind it. */
const filledIn = /\$\{[^}]*(?:\breasonOf\(|\.message\b|\bString\(|\bsignal\b|\breason\}|\bwhy\})/;

test('the sentences of the shell are filled with no raw reasons', () => {
  const lines = globSync('src-main/**/*.ts', { cwd: root }).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /\b(?:zh|en): `/.test(line) && filledIn.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(lines).toEqual([]);
  expect(filledIn.test(['en: `it cannot start: $', '{reasonOf(error)}`'].join(''))).toBe(true);
});
