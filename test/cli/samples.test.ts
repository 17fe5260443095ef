import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { ImportReport, SampleItem } from '../../src-main/contract/index.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A home of its own, and the command line in it. */
function fresh() {
  const home = tempDir();
  const bumo = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', 'samples', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, BUMO_HOME: join(home, 'home'), LANG: 'en_US.UTF-8' },
    });
    return { status, stdout, stderr: stderr.trim() };
  };
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(home, name), content);
    return join(home, name);
  };
  const json = <T>(...args: string[]) => JSON.parse(bumo(...args, '--json').stdout) as T;
  const list = () => json<{ items: SampleItem[]; total: number }>('list');
  return { bumo, file, json, list, path: (name: string) => join(home, name) };
}

test('corrections go in, are listed, removed, exported and come back', () => {
  const { bumo, file, json, list, path } = fresh();
  const good = [
    { text: '订单已经[MASK]完毕。', answer: '发货' },
    { text: '会议定于周五[MASK]。', answer: '召开', rejected: ['开始'] },
  ];
  const text = [...good, { text: '没有空缺', answer: '发货' }].map((one) => JSON.stringify(one)).join('\n');
  const report = json<ImportReport>('import', file('mine.jsonl', text), '--kind', 'correction');
  expect(report).toMatchObject({ added: 2, refusedTotal: 1, refused: [{ row: 3, column: 'text' }] });
  expect(list()).toMatchObject({
    total: 2,
    items: [{ ...good[0], fileName: 'mine.jsonl', row: 1 }, good[1]],
  });

  const exported = path('out.jsonl');
  expect(bumo('export', exported).status).toBe(0);
  expect(
    readFileSync(exported, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject(good);
  const id = list().items[0]?.id ?? '';
  expect(bumo('remove', id).stdout).toContain(id);
  expect(list().total).toBe(1);
  expect(json<ImportReport>('import', exported, '--kind', 'correction')).toMatchObject({
    added: 1,
    known: 1,
  });
  expect(bumo('list').stdout.split('\n')[0]).toMatch(/^[0-9a-f]{16}\tcorrection\tapproved\t/);
});

test('a glossary in GB18030 and pairs with arrows are taken by their kind', () => {
  const { bumo, file, json, list } = fresh();
  const table = new Uint8Array(
    iconv.encode('术语,例句\r\n靶向,该院开展靶向药物研究。\r\n坏，词,\r\n', 'gb18030'),
  );
  const report = json<ImportReport>('import', file('terms.csv', table), '--kind', 'glossary');
  expect(report).toMatchObject({ terms: 1, refused: [{ row: 3, column: '术语' }] });
  expect(report.added).toBeGreaterThanOrEqual(5);
  expect(list().items.filter(({ status }) => status === 'approved')).toMatchObject([
    { text: '该院开展[MASK]药物研究。' },
  ]);
  const [waiting, ...others] = list().items.filter((one) => one.status === 'pending');
  expect(json('approve', waiting?.id ?? '')).toEqual({ changed: 1 });
  expect(json('approve')).toEqual({ changed: others.length });
  expect(list().items.every((one) => one.status === 'approved')).toBe(true);
  const { status, stdout, stderr } = bumo(
    'import',
    file('style.txt', '天气不错啊 → 天气较为适宜\n一样→一样'),
    '--kind',
    'style',
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/new pairs: 1; left out: 1/);
  expect(stderr).toMatch(/^row 2, B: Both sides are the same/);
});

test.each([
  [
    'a file that is not there',
    ['import', 'nowhere.jsonl', '--kind', 'correction'],
    /nowhere\.jsonl cannot be read/,
  ],
  ['an ending that says nothing', ['import', 'terms.doc', '--kind', 'glossary'], /\.xlsx/],
  ['no kind', ['import', 'a.jsonl'], /--kind/],
  ['a kind that there is not', ['import', 'a.jsonl', '--kind', 'poem'], /poem/],
  ['an unknown id', ['remove', 'nobody'], /already gone/],
  ['an export to an unknown form', ['export', 'out.doc'], /\.csv/],
  ['an export to nowhere', ['export', '/nowhere/out.csv'], /cannot be written/],
] as const)('%s is told in one line', (_name, args, message) => {
  const { status, stdout, stderr } = fresh().bumo(...args);
  expect(status).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toHaveLength(1);
  expect(stderr).toMatch(message);
});

test('a file of which nothing is good fails, with a line for each row', () => {
  const { bumo, file } = fresh();
  const { status, stderr } = bumo(
    'import',
    file('bad.jsonl', '{"text":"好","answer":"x"}\nrubbish\n'),
    '--kind',
    'correction',
  );
  expect(status).toBe(1);
  expect(stderr.split('\n')).toHaveLength(2);
});
