import { createHash } from 'node:crypto';
import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { hasHash } from '../../src-main/models/checked-files.ts';
import { tempDir } from '../support/temp.ts';

const day = 24 * 60 * 60 * 1000;
const content = 'what was installed';
const sha256 = createHash('sha256').update(content).digest('hex');

let dir: string;
let time: number;
let file: string;
beforeEach(() => {
  dir = tempDir();
  time = 10 * day;
  file = join(dir, 'weights');
  writeWith(content);
});

/** A file's time in whole seconds, which every file system stores as it is. */
const written = new Date(86_400_000);

function writeWith(text: string, at = written): void {
  writeFileSync(file, text);
  utimesSync(file, at, at);
}

const check = () => hasHash(dir, 'weights', sha256, { pause: async () => undefined, now: () => time });

/** As a disk does that loses a bit: nothing but the content changes. */
const loseBit = () => writeWith('what was instalied');

test('a file that looks unchanged is read once a day', async () => {
  expect(await check()).toBe(true);
  loseBit();
  time += day - 1;
  expect(await check()).toBe(true);
  time += 1;
  expect(await check()).toBe(false);
});

test('a file with another time, size or inode is read at once', async () => {
  expect(await check()).toBe(true);
  writeWith('what was instalied', new Date(written.getTime() + 1000));
  expect(await check()).toBe(false);

  writeWith(content);
  expect(await check()).toBe(true);
  writeWith(`${content}.`);
  expect(await check()).toBe(false);

  writeWith(content);
  expect(await check()).toBe(true);
  const installed = file;
  file = join(dir, 'other');
  loseBit();
  renameSync(file, installed);
  expect(await check()).toBe(false);
});

test('a file is read where another hash is wanted, the clock went back or the record is damaged', async () => {
  expect(await check()).toBe(true);
  const other = { pause: async () => undefined, now: () => time };
  expect(await hasHash(dir, 'weights', 'another', other)).toBe(false);
  loseBit();
  time -= 1;
  expect(await check()).toBe(false);
  time += 1;
  writeFileSync(join(dir, 'checked.json'), '{');
  expect(await check()).toBe(false);
});

test('what is not as it should be is not recorded', async () => {
  loseBit();
  expect(await check()).toBe(false);
  expect(await check()).toBe(false);
});
