import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Packages, Services } from '../../../src-main/app/handlers/services.ts';
import { updateHandlers } from '../../../src-main/app/handlers/updates.ts';
import type { CallContext } from '../../../src-main/contract/index.ts';
import { currentVersion, packageName, writeRelease } from '../../support/release.ts';
import { tempDir } from '../../support/temp.ts';

const context: CallContext = { signal: new AbortController().signal };
const newer = packageName('0.2.0');
const older = packageName('0.0.1');
const coded = (code: string) => expect.objectContaining({ code });

let folder: string;
let resources: string;
/** What the system was asked to open. */
let opened: string[];

beforeEach(() => {
  ({ folder, resources } = writeRelease(tempDir(), { [newer]: 'newer', [older]: 'older' }));
  opened = [];
});

/** @param chosen by the writer in the system's dialog; undefined in a shell without one */
function fromFile(path: string | null, chosen?: string | null, opens = true) {
  const packages: Packages = {
    choose: async () => chosen ?? null,
    open: async ({ name }) => {
      opened.push(name);
      return opens;
    },
  };
  // The handler touches nothing else.
  const services = {
    paths: { resources } as Services['paths'],
    version: currentVersion,
    ...(chosen === undefined ? {} : { packages }),
  };
  return Promise.resolve(updateHandlers(services)['updates.fromFile']({ path }, context));
}

test('the package that the writer chose in the system’s dialog is checked and opened', async () => {
  const { update } = await fromFile(null, join(folder, newer));
  expect(update).toMatchObject({ name: newer, version: '0.2.0', opened: true });
  expect(opened).toEqual([newer]);
  expect((await fromFile(null, join(folder, newer), false)).update).toMatchObject({ opened: false });
});

test('a cancelled dialog changes nothing', async () => {
  expect(await fromFile(null, null)).toEqual({ update: null });
  expect(opened).toEqual([]);
});

test('nothing is opened that fails a check, and an older version never', async () => {
  await expect(fromFile(null, join(folder, older))).rejects.toEqual(coded('update-not-newer'));
  writeFileSync(join(folder, newer), 'changed');
  await expect(fromFile(null, join(folder, newer))).rejects.toEqual(coded('update-changed'));
  expect(opened).toEqual([]);
});

test('a page in a shell with the system’s dialog names no file itself', async () => {
  await expect(fromFile(join(folder, newer), join(folder, newer))).rejects.toEqual(coded('bad-input'));
  expect(opened).toEqual([]);
});

test('a shell without that dialog takes a path, and says what to run', async () => {
  expect((await fromFile(join(folder, newer))).update).toMatchObject({
    opened: false,
    next: { code: expect.stringMatching(/^update\.next-/) },
  });
  await expect(fromFile(null)).rejects.toEqual(coded('bad-input'));
});
