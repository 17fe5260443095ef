import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { checkGateway } from '../../src-main/cli/gateway-check.ts';
import type { Session } from '../../src-main/cli/session.ts';
import { readContacts } from '../../src-main/models/contacts.ts';
import { ownGateway } from '../support/own-gateway.ts';
import { tempDir } from '../support/temp.ts';
import { tinyConfig, writeTinyModel } from '../support/tiny-model.ts';

/** The command over a real gateway, with a tiny model on this machine. */

let home: string;
let said: { value: unknown; lines: readonly string[] }[];
let session: Session;

beforeEach(async () => {
  home = tempDir();
  const dir = join(home, 'models', 'tiny');
  await writeTinyModel(dir);
  said = [];
  session = {
    core: { locate: async () => ({ id: 'tiny', dir, base: 'b' }) },
    paths: { home, resources: tempDir() },
    clock: systemClock,
    output: {
      result: (value: unknown, lines: readonly string[]) => void said.push({ value, lines }),
      pick: () => 'text',
    },
  } as unknown as Session;
});

const open = (vocabSize: number) =>
  ownGateway({
    vocabSize,
    logits: async (rows) => rows.map(({ masked }) => new Float32Array(masked.length * vocabSize)),
  });

test('a gateway that answers is named with its version, and is on record', async () => {
  const { address } = await open(tinyConfig.vocabSize);
  await checkGateway(session, address, {});
  expect(said).toMatchObject([{ value: { address, version: 'base' } }]);
  const [contact] = readContacts(join(home, 'contacts.json'));
  expect(contact).toMatchObject({ source: 'gateway', result: { code: 'gateway.answers' } });
  expect(contact?.bytes).toBeGreaterThan(0);
});

test('what is wrong is said, and is on record', async () => {
  const { address } = await open(tinyConfig.vocabSize + 1);
  await expect(checkGateway(session, address, {})).rejects.toMatchObject({
    code: 'gateway-failed',
    text: { code: 'gateway.vocabulary' },
  });
  expect(readContacts(join(home, 'contacts.json'))).toMatchObject([
    { result: { code: 'gateway.vocabulary' } },
  ]);
});

test('without an address and without a gateway that is set nobody is asked', async () => {
  await expect(checkGateway(session, undefined, {})).rejects.toMatchObject({ code: 'gateway-address' });
  expect(readContacts(join(home, 'contacts.json'))).toEqual([]);
});
