import { expect, test } from 'vitest';
import { answeringVersion } from '../../../src-main/contract/slot.ts';
import { quietSlot } from '../../support/fake-slot.ts';

const version = (id: string, share: number) => ({ ...quietSlot.main, version: id, share });

test.each([
  [1, null, 'old'],
  [0.95, 0.05, 'old'],
  [0.5, 0.5, 'old'],
  [0, 1, 'new'],
])('with shares of %s and %s the %s version is the one that answers', (main, candidate, expected) => {
  const view = {
    main: version('old', main),
    candidate: candidate === null ? null : version('new', candidate),
  };
  expect(answeringVersion(view)).toBe(expected);
});
