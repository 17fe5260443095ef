import { expect, test } from 'vitest';
import type { TrainingSample } from '../../src-main/learn/types.ts';
import { recordVersion } from '../../src-main/learning/run-records.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { unlearnableSamples } from '../../src-main/store/unlearnable.ts';
import { heldSamples } from '../../src-main/store/version-samples.ts';
import { manualClock } from '../support/manual-clock.ts';

const sample = (id: string): TrainingSample => ({
  id,
  text: `第${id}批[MASK]。`,
  answer: '货',
  rejected: [],
  weight: 1,
  group: id,
  source: 'correction',
});

test('a sample that the trainer refused is not on record as learned', () => {
  const db = openWritable(':memory:');
  migrate(db);
  const samples = ['一', '二', '三'].map(sample);
  const recipe = { mode: 'lora', heldOut: 0, seed: 1 };
  const context = { begun: { samples, modelId: 'tiny' }, recipe, baseHash: 'b', modelDir: '/' };
  const patch = {
    id: '1'.repeat(16),
    bytes: 1,
    metrics: {},
    refused: new Map([['二', 'unknown-character']]),
  };
  recordVersion(
    { store: { read: db, write: db }, clock: manualClock() } as never,
    context as never,
    patch as never,
  );
  expect(
    heldSamples(db)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['一', '三']);
  expect(unlearnableSamples(db)).toEqual([{ sampleId: '二', modelId: 'tiny', reason: 'unknown-character' }]);
  db.close();
});
