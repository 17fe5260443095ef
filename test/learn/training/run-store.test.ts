import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileRunStore } from '../../../src-main/learn/training/run-store.ts';
import { tempDir } from '../../support/temp.ts';

const arrays = () => ({ parameters: Float32Array.of(1, 2.5, -3), best: Float32Array.of(7, 8) });
const empty = () => ({ parameters: new Float32Array(3), best: new Float32Array(2) });
const state = { epoch: 3, best: { loss: 0.123456789012345 } };

async function saved() {
  const file = join(tempDir(), 'deep', 'run.safetensors');
  const store = fileRunStore(file);
  await store.save('key', state, arrays());
  return { file, store };
}

test('a run comes back to the bit', async () => {
  const { store } = await saved();
  const into = empty();
  expect(await store.restore('key', into)).toEqual(state);
  expect(into).toEqual(arrays());
});

test('the later state replaces the earlier one', async () => {
  const { store } = await saved();
  await store.save('key', { epoch: 4 }, arrays());
  expect(await store.restore('key', empty())).toEqual({ epoch: 4 });
});

test('another run’s state is not taken up', async () => {
  const { store } = await saved();
  expect(await store.restore('other', empty())).toBeNull();
});

test('where nothing was saved, and after clearing, there is nothing', async () => {
  const { store } = await saved();
  await store.clear();
  expect(await store.restore('key', empty())).toBeNull();
  await store.clear();
});

test('a file that was cut off anywhere is not taken up', async () => {
  const { file, store } = await saved();
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length += 7) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    expect(await store.restore('key', empty())).toBeNull();
  }
});

test('a flipped bit of the arrays is found', async () => {
  const { file, store } = await saved();
  const whole = readFileSync(file);
  for (let at = whole.length - 20; at < whole.length; at++) {
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] ?? 0) ^ 1;
    writeFileSync(file, broken);
    expect(await store.restore('key', empty())).toBeNull();
  }
});

test('arrays of other lengths are not filled', async () => {
  const { store } = await saved();
  const longer = { parameters: new Float32Array(4), best: new Float32Array(2) };
  expect(await store.restore('key', longer)).toBeNull();
});
