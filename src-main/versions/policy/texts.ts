import { messageOf } from '../../base/error.ts';
import type { Opening, RolloutEntry } from '../../contract/rollouts.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type { Failure } from './state.ts';

/** What the slot says to the writer. */

export const loadCrashed: Failure = {
  code: 'engine-failed',
  text: {
    zh: '装入这个版本时补全引擎两次退出，已不再装入它。请重新学习，或在“版本”中改用另一个。',
    en: 'The engine stopped twice while loading this version, so it is not loaded any more. Learn again, or choose another one under Versions.',
  },
};

/** @param error what the engine said while it loaded or warmed a version */
export const loadFailed = (error: unknown): Failure =>
  messageOf(error, (reason) => ({
    code: 'engine-failed',
    text: {
      zh: '无法装入这个版本。请重新学习，或改用另一个版本。',
      en: 'This version cannot be loaded. Learn again, or use another version.',
      detail: reason,
    },
  }));

export const notSaved: Failure = {
  code: 'store-unwritable',
  text: {
    zh: '无法保存版本状态，所以没有切换；请检查磁盘空间和权限后再试。',
    en: 'The state of the versions cannot be saved, so nothing was switched. Check disk space and permissions, then try again.',
  },
};

export const versionBlocked: Failure = {
  code: 'version-blocked',
  text: {
    zh: '这个版本曾被停用，不会自动再次启用。请先查看它的健康档案，再手动启用。',
    en: 'This version was stopped before and does not start again by itself. Read its health record, then start it by hand.',
  },
};

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;
const ms = (milliseconds: number) => String(Math.round(milliseconds));

/** Why a breaker opened, as part of a sentence. */
export function openingText(opening: Opening): Bilingual {
  switch (opening.rule) {
    case 'errors-in-minute':
    case 'errors-in-last':
    case 'errors-sequential': {
      const { errors, requests } = opening;
      const when = opening.rule === 'errors-in-minute' ? ['一分钟内', 'within a minute '] : ['最近', ''];
      return {
        zh: `${when[0]} ${requests} 次请求中出错 ${errors} 次`,
        en: `${when[1]}${errors} of the last ${requests} requests failed`,
      };
    }
    case 'latency': {
      const times = opening.ratio.toFixed(1);
      return {
        zh: `最近 ${opening.pairs} 次请求的用时约为原版本的 ${times} 倍`,
        en: `the last ${opening.pairs} requests took about ${times} times as long as with the old version`,
      };
    }
    case 'latency-tail': {
      const { p95, liveP95, pairs } = opening;
      return {
        zh: `最慢的请求变慢：${pairs} 次中最慢的二十分之一至少要 ${ms(p95)} 毫秒，原版本 ${ms(liveP95)} 毫秒`,
        en: `the slowest requests got slower: the slowest twentieth of ${pairs} takes ${ms(p95)} ms or more, against ${ms(liveP95)} ms`,
      };
    }
    case 'memory': {
      const [now, limit] = [megabytes(opening.bytes), megabytes(opening.limit)];
      return {
        zh: `补全引擎占用内存 ${now}，超过上限 ${limit}`,
        en: `the engine uses ${now} of memory, over its limit of ${limit}`,
      };
    }
    case 'not-finite':
      return { zh: '算出的结果不是正常的数', en: 'what it computes are no proper numbers' };
    case 'constant':
      return {
        zh: `${opening.inputs} 处不同的文字得到完全相同的答案`,
        en: `${opening.inputs} different texts got the very same answer`,
      };
    case 'acceptance': {
      const { wins, losses, ties } = opening;
      const pairs = wins + losses + ties;
      return {
        zh: `建议的采纳明显变差：${pairs} 次比较中 ${losses} 次不如原版本，${wins} 次更好`,
        en: `its suggestions are clearly worse: of ${pairs} comparisons ${losses} lost and ${wins} won`,
      };
    }
  }
}

/** The notice for an entry of the archive; null where the writer need not be told. */
export function entryText(entry: RolloutEntry): Bilingual | null {
  switch (entry.kind) {
    case 'opened': {
      const why = openingText(entry.opening);
      return {
        zh: `新版本已自动停用，已切回原来的版本：${why.zh}。您的文字不受影响，详情见“版本”。`,
        en: `The new version was stopped by itself and the old one is back: ${why.en}. Your text is safe; see Versions for details.`,
      };
    }
    case 'failed':
      return entry.failure.text;
    default:
      return null;
  }
}

/** Goes before 请求 and `requests`. */
export function shareText(share: number): Bilingual {
  if (share >= 1) return { zh: '全部', en: 'all' };
  if (share === 0.5) return { zh: '一半的', en: 'half of the' };
  const one = Math.round(1 / share);
  const text = Math.abs(share * one - 1) < 1e-9 ? `1/${one}` : percent(share);
  return { zh: ` ${text} 的`, en: `${text} of the` };
}
