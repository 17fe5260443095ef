import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bumo-scrub-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the command as users do; `input` goes to standard input. */
function scrubbed(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', 'scrub', ...args], {
    cwd: root,
    encoding: 'utf8',
    input,
    env: { ...process.env, BUMO_HOME: home, LANG: 'en_US.UTF-8' },
  });
  return { status, stdout, stderr };
}

test('prints one JSON document a line, with offsets in the line as given', () => {
  const lines = ['联系人：张伟，手机13812345678', '', '今天天气很好😀。'];
  const { status, stdout } = scrubbed(['-', '--lines', '--json'], `${lines.join('\r\n')}\r\n`);
  expect(status).toBe(0);
  const texts = stdout.trimEnd().split('\n');
  expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
    {
      text: '联系人：⟦姓名⟧，手机⟦手机号⟧',
      found: [
        { start: 4, end: 6, kind: 'name' },
        { start: 9, end: 20, kind: 'mobile' },
      ],
    },
    { text: '', found: [] },
    { text: '今天天气很好😀。', found: [] },
  ]);
});

test('without --lines the file is one text, in the encoding that it has', () => {
  const file = join(home, 'letter.txt');
  writeFileSync(file, '\ufeff手机：13812345678\n收到。\n', 'utf16le');
  const { stdout } = scrubbed([file, '--json']);
  expect(JSON.parse(stdout)).toEqual({
    text: '手机：⟦手机号⟧\n收到。\n',
    found: [{ start: 3, end: 14, kind: 'mobile' }],
  });
});

test('without --json the text is followed by its spans', () => {
  const { stdout } = scrubbed(['-'], '手机：13812345678\n');
  expect(stdout).toBe('手机：⟦手机号⟧\n\t3–14\tmobile\t13812345678\n');
});

test('a file that is not there is reported in one line', () => {
  const { status, stdout, stderr } = scrubbed([join(home, 'nothing.txt')]);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('nothing.txt');
});
