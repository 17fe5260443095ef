import { asWritten } from '../../../texts/message.ts';
import { geometricMean } from '../latency.ts';
import { ms, rule } from './rule.ts';

/**
 * The bare rule “p95 > 2 × the live version's over ≥ 30 requests” compares the two slowest of 30: with log-normal
 * latencies (σ = 0.5) it opens on 15 % of healthy weeks and sees an exact doubling in every second window only. So
 * it is decided twice, on requests that both versions ran.
 */
const fewestPairs = 30;
const tailPairs = 100;
const tailRatio = 2;
/** Between equal (1) and doubled (2). */
const typicalRatio = 1.75;

/** The typical request got slower: the geometric mean of the ratios, which is the ratio of the p95s where one
 * distribution is a multiple of the other. */
export const latency = rule({
  name: 'latency',
  on: 'run',
  figures: ['ratio', 'pairs'],
  opens({ counts: { ratios } }) {
    if (ratios.length < fewestPairs) return null;
    const ratio = geometricMean(ratios);
    return ratio > typicalRatio ? { ratio, pairs: ratios.length } : null;
  },
  text({ ratio, pairs }) {
    const times = ratio.toFixed(1);
    return asWritten(
      `最近 ${pairs} 次请求的用时约为原版本的 ${times} 倍`,
      `the last ${pairs} requests took about ${times} times as long as with the old version`,
    );
  },
});

/** The slowest requests got slower: the bare rule, over enough pairs that the p95 means something. */
export const latencyTail = rule({
  name: 'latency-tail',
  on: 'run',
  figures: ['p95', 'liveP95', 'pairs'],
  opens({ counts: { mine, live } }) {
    const pairs = mine.values.length;
    const isSlow = pairs >= tailPairs && mine.p95 > tailRatio * live.p95;
    return isSlow ? { p95: mine.p95, liveP95: live.p95, pairs } : null;
  },
  text: ({ p95, liveP95, pairs }) =>
    asWritten(
      `最慢的请求变慢：${pairs} 次中最慢的二十分之一至少要 ${ms(p95)} 毫秒，原版本 ${ms(liveP95)} 毫秒`,
      `the slowest requests got slower: the slowest twentieth of ${pairs} takes ${ms(p95)} ms or more, against ${ms(liveP95)} ms`,
    ),
});
