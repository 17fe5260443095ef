import type { LearnState } from '../../src-main/contract/learn-run.ts';
import type { SlotView } from '../../src-main/contract/slot.ts';
import { asWritten } from '../../src-main/texts/message.ts';

/** A slot in which nothing happens, and a run that never began. */

export const quietSlot: SlotView = {
  summary: asWritten('基础模型正在回答所有请求。', 'The base model answers every request.'),
  main: {
    version: 'base',
    share: 1,
    requests: 0,
    errors: 0,
    p50: 0,
    p95: 0,
    acceptance: { accepted: 0, of: 0, low: 0, high: 1 },
  },
  candidate: null,
  places: ['empty', 'empty'],
  rollout: null,
  agreement: { same: 0, of: 0 },
  comparison: { wins: 0, ties: 0, losses: 0 },
  replayed: 0,
  needs: [],
  breaker: null,
  memory: null,
  backTo: null,
  target: null,
  failure: null,
  history: [],
};

export const idleLearning: LearnState = {
  waiting: 0,
  samples: 0,
  suggested: false,
  estimate: null,
  run: null,
  last: null,
};
