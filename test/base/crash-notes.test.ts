import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { forkNode } from '../../src-main/base/child.ts';
import { LastLines, readCrashNotes, withCrashNotes, withoutPaths } from '../../src-main/base/crash-notes.ts';
import { patience } from '../support/patience.ts';
import { tempDir } from '../support/temp.ts';

const clock = { now: () => 1000 };

/** Runs a script as a child until it ends. */
function ends(home: string, script: string, name = 'engine-process.js', isKilled = false): Promise<void> {
  const entry = join(home, name);
  writeFileSync(entry, script);
  const child = withCrashNotes(forkNode, home, clock)(entry);
  if (isKilled) child.onMessage(() => child.kill());
  return new Promise((resolve) => child.onExit(() => resolve()));
}

test('a process that crashes leaves its last 200 lines without paths, for this user only', async () => {
  const home = tempDir();
  await ends(
    home,
    `for (let i = 0; i < 300; i++) process.stderr.write('line ' + i + '\\n');
     process.stderr.write(${JSON.stringify(`cannot read ${join(home, '张三的通知.docx')}\n`)}, () => process.abort());`,
  );
  // The stream may end after the process.
  await vi.waitFor(() => expect(readCrashNotes(home)).toHaveLength(1), patience);
  const [note] = readCrashNotes(home);
  expect(note).toMatchObject({ process: 'engine', at: 1000 });
  expect(note?.lines.length).toBe(200);
  expect(note?.lines).toContain('line 299');
  const file = join(home, 'crashes', 'engine.json');
  expect(readFileSync(file, 'utf8')).not.toMatch(/张三|bumo-test/);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a process that ends well, or is ended by the app, leaves no note', async () => {
  const home = tempDir();
  await ends(home, 'process.exit(0)');
  await ends(home, 'process.send(1); setInterval(() => {}, 1000)', 'trainer-process.js', true);
  expect(readCrashNotes(home)).toEqual([]);
});

test.each([
  ['    at run (/home/li/bumo/out/main/engine-process.js:12:3)', '    at run (…/engine-process.js:12:3)'],
  ['file:///home/li/a.ts:1', 'file://…/a.ts:1'],
  ['open "C:\\Users\\李四\\公文\\绝密.docx" failed', 'open "…" failed'],
  ['\\\\server\\share\\绝密.docx', '…'],
  ['in ~/公文/绝密.md: bad', 'in … bad'],
  ['free(): invalid pointer', 'free(): invalid pointer'],
  ['1/2 of it', '1… of it'],
])('no path stays in %j', (line, expected) => {
  expect(withoutPaths(line, ['/nowhere'])).toBe(expected);
});

test('the home folder is known, also with spaces in it', () => {
  expect(withoutPaths('in /home/li si/a b.txt', ['/home/li si'])).not.toContain('li si');
});

test('lines are whole however the stream is cut, and one without an end is cut off', () => {
  const last = new LastLines();
  for (const piece of ['a', 'b\nc', '\r\nd']) last.add(piece);
  expect(last.get()).toEqual(['ab', 'c', 'd']);
  last.add('x'.repeat(10_000));
  expect(last.get().at(-1)?.length).toBe(2000);
});
