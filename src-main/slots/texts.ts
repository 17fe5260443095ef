import type { Failure } from './state.ts';

/** What the slot says to the writer. */

export const loadCrashed: Failure = {
  code: 'engine-failed',
  text: {
    zh: '装入这个版本时补全引擎两次退出，已不再装入它。请重新学习，或在“版本”中改用另一个。',
    en: 'The engine stopped twice while loading this version, so it is not loaded any more. Learn again, or choose another one under Versions.',
  },
};
