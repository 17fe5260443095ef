import { expect, test } from 'vitest';
import type { Need } from '../../../src-main/contract/slot.ts';
import { render } from '../../../src-main/texts/message.ts';
import { rolloutPlan } from '../../../src-main/versions/policy/plan.ts';
import { noEvidence, type Phase, startRollout } from '../../../src-main/versions/policy/rollout.ts';
import { openingText } from '../../../src-main/versions/policy/rules.ts';
import { freshSnapshot } from '../../../src-main/versions/policy/snapshot.ts';
import { summaryOf } from '../../../src-main/versions/policy/summary.ts';
import { shareText } from '../../../src-main/versions/policy/texts.ts';
import { both } from '../../support/words.ts';

const say = (phase: Phase, needs: readonly Need[], failures = 0) =>
  summaryOf(
    {
      ...freshSnapshot({ ...noEvidence, errors: { ...noEvidence.errors, failures } }),
      rollout: { ...startRollout('v1', 'staged', rolloutPlan, 0), phase },
    },
    needs,
  );

test('a plain sentence says who answers, how it goes and what is still needed', () => {
  expect(both(say({ name: 'stage', index: 1 }, [{ kind: 'requests', requests: 23 }]))).toEqual({
    zh: '新版本正在回答 1/5 的请求，目前没有出错；还需 23 次。',
    en: 'The new version answers 1/5 of the requests, no errors so far; 23 more requests to go.',
  });
  expect(both(say({ name: 'stage', index: 2 }, [{ kind: 'use', seconds: 60 }], 1))).toEqual({
    zh: '新版本正在回答一半的请求，出错 1 次；还需使用 1 分钟。',
    en: 'The new version answers half of the requests, 1 error so far; 1 more minute of use to go.',
  });
  const several: Need[] = [
    { kind: 'clean-runs', runs: 1 },
    { kind: 'comparisons', pairs: 7 },
  ];
  expect(both(say({ name: 'stage', index: 3 }, several))).toEqual({
    zh: '新版本正在回答全部请求，目前没有出错；还需 1 次不出错的请求，还需约 7 次采纳比较。',
    en: 'The new version answers all requests, no errors so far; 1 more run without an error to go, about 7 more comparisons of acceptance to go.',
  });
  expect(both(say({ name: 'shadow' }, [{ kind: 'wish' }, { kind: 'resume' }]))).toEqual({
    zh: '新版本正在后台试答，您看到的仍是原版本的答案，目前没有出错；等您决定是否启用，已暂停。',
    en: 'The new version answers in the background; you still see the old one, no errors so far; waiting for you to decide, paused.',
  });
  expect(render(say({ name: 'preparing' }, []), 'zh')).toBe('正在装入并检查新版本。');
});

test('without a roll-out it says who answers', () => {
  const none = freshSnapshot(noEvidence);
  expect(render(summaryOf(none, []), 'zh')).toBe('基础模型正在回答，没有新版本。');
  expect(render(summaryOf({ ...none, main: 'v1' }, []), 'zh')).toContain('当前版本');
  expect(render(summaryOf({ ...none, target: 'v1' }, []), 'zh')).toContain('切回');
});

test('shares that are no simple fraction are told in percent', () => {
  expect([0.05, 0.2, 0.5, 1, 0.3].map((one) => render(shareText(one), 'zh'))).toEqual([
    ' 1/20 的',
    ' 1/5 的',
    '一半的',
    '全部',
    ' 30 % 的',
  ]);
});

test('every reason of the breaker is a sentence with its numbers', () => {
  const texts = [
    openingText({ rule: 'errors-in-last', figures: { errors: 2, requests: 50 } }),
    openingText({ rule: 'errors-in-minute', figures: { errors: 4, requests: 240 } }),
    openingText({ rule: 'latency', figures: { ratio: 2.04, pairs: 60 } }),
    openingText({ rule: 'latency-tail', figures: { p95: 90, liveP95: 30, pairs: 100 } }),
    openingText({ rule: 'memory', figures: { bytes: 3 * 1024 ** 3, limit: 2 * 1024 ** 3 } }),
    openingText({ rule: 'constant', figures: { inputs: 5 } }),
    openingText({ rule: 'acceptance', figures: { wins: 1, losses: 12, ties: 7, odds: 600 } }),
  ].map((one) => render(one, 'zh'));
  expect(texts).toEqual([
    '最近 50 次请求中出错 2 次',
    '一分钟内 240 次请求中出错 4 次',
    '最近 60 次请求的用时约为原版本的 2.0 倍',
    '最慢的请求变慢：100 次中最慢的二十分之一至少要 90 毫秒，原版本 30 毫秒',
    '补全引擎占用内存 3072 MB，超过上限 2048 MB',
    '5 处不同的文字得到完全相同的答案',
    '建议的采纳明显变差：20 次比较中 12 次不如原版本，1 次更好',
  ]);
});
