import { expect, test } from 'vitest';
import { gapsInRuns } from '../../src-renderer/editor/gap-runs.ts';
import { documentOf } from '../support/headless-editor.ts';

const runsIn = (line: string): [number, number][] =>
  gapsInRuns(documentOf(line).child(0), 0).map(({ from, to }) => [from, to]);

test('gaps with nothing between are drawn as one word, those with text between are not', () => {
  expect(runsIn('别处__很好')).toEqual([
    [3, 4],
    [4, 5],
  ]);
  expect(runsIn('_和_')).toEqual([]);
  expect(runsIn('今_天___')).toEqual([
    [4, 5],
    [5, 6],
    [6, 7],
  ]);
});
