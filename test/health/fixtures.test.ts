import { expect, test } from 'vitest';
import {
  HealthRecord,
  LearnState,
  LedgerItem,
  SlotView,
  Trend,
  VersionSummary,
} from '../../src-main/contract/index.ts';
import * as fixtures from '../support/health-fixtures.ts';

test('what stands in for a shell in the tests of the interface is what the contract allows', () => {
  for (const view of [fixtures.staged, fixtures.shadowed, fixtures.stopped])
    expect(SlotView.parse(view)).toEqual(view);
  for (const state of [fixtures.learned, fixtures.training()]) expect(LearnState.parse(state)).toEqual(state);
  for (const version of fixtures.versions) expect(VersionSummary.parse(version)).toEqual(version);
  for (const item of fixtures.ledger) expect(LedgerItem.parse(item)).toEqual(item);
  expect(Trend.parse(fixtures.trend)).toEqual(fixtures.trend);
  expect(HealthRecord.parse(fixtures.record)).toEqual(fixtures.record);
});
