import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { LevelFigures } from '../../../src-main/cli/drafting/levels.ts';
import { docxOf } from '../../support/docx.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bumo-drafting-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function drafting(...args: string[]) {
  return spawnSync(process.execPath, ['src-main/cli.ts', 'drafting', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BUMO_HOME: join(home, 'home'), LANG: 'en_US.UTF-8' },
  });
}

interface Answer {
  readonly own: { readonly documents: number; readonly characters: number };
  readonly texts: { readonly documents: number; readonly characters: number };
  readonly levels: Readonly<Record<string, LevelFigures>>;
  readonly milliseconds: { readonly p50: number; readonly p95: number };
}

const subjects = ['仓库盘点', '车辆年检', '档案整理', '电梯检修', '办公用品申领', '宿舍用电检查'];
const notice = (subject: string) => [
  `关于做好${subject}工作的通知`,
  '各部门、各班组：',
  `为了做好今年的${subject}工作，经公司办公会研究，现将有关事项通知如下：`,
  '一、各部门负责人是第一责任人，要亲自安排。',
  '二、发现问题的，当日报综合办公室登记。',
  '特此通知。',
];

const own = join(home, 'own');
mkdirSync(join(own, 'inner'), { recursive: true });
for (const [i, subject] of subjects.slice(1).entries()) {
  const lines = notice(subject);
  const text = join(own, `${i}.txt`);
  if (i > 1) writeFileSync(text, lines.join('\n'));
  else if (i === 1) writeFileSync(join(own, 'inner', '1.md'), lines.join('\n\n'));
  else
    writeFileSync(
      join(own, '0.docx'),
      docxOf(lines.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join('')),
    );
}
writeFileSync(join(own, 'notes.pdf'), 'not read');
const written = join(home, 'written.txt');
writeFileSync(written, notice('仓库盘点').join('\n'));

test('own documents spare more key presses than none, each level its share; all formats are read', () => {
  const { status, stdout, stderr } = drafting('--own', own, '--text', written, '--json');
  expect([status, stderr]).toEqual([0, '']);
  const { own: read, texts, levels, milliseconds } = JSON.parse(stdout) as Answer;
  const characters = notice('仓库盘点').join('\n').length;
  expect(read.documents).toBe(subjects.length - 1);
  expect(texts).toEqual({ documents: 1, characters });
  expect(Object.keys(levels)).toEqual(['quiet', 'moderate', 'eager']);
  const none = JSON.parse(drafting('--text', written, '--json').stdout) as Answer;
  expect(none.own).toEqual({ documents: 0, characters: 0 });
  for (const [level, figures] of Object.entries(levels)) {
    expect(figures.saved).toBeGreaterThan(0.3);
    expect(figures.saved).toBeGreaterThan(none.levels[level]?.saved ?? 1);
    expect(figures.sources['own-documents']?.right).toBeGreaterThan(3);
    expect(figures.per100).toBeCloseTo((100 * figures.shown) / characters, 9);
    expect(figures.precision).toBe(figures.right / figures.shown);
  }
  expect(milliseconds.p50).toBeLessThanOrEqual(milliseconds.p95);
});

test('one level is written as lines, and a file that is not there is said', () => {
  const { stdout } = drafting('--own', own, '--text', written, '--level', 'quiet');
  expect(stdout).toMatch(
    /^level\tper 100\tprecision\tkeys saved\nquiet\t[\d.]+\t[\d.]+ %\t[\d.]+ %\n {2}own-documents/,
  );
  const { status, stderr } = drafting('--text', join(home, 'gone.txt'));
  expect(status).toBe(1);
  expect(stderr).not.toBe('');
  const folder = join(home, 'no-folder');
  expect(drafting('--own', folder, '--text', written).stderr).toContain(folder);
});
