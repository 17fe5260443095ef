import { messageOf } from '../../base/error.ts';
import type { RolloutEntry } from '../../contract/rollouts.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import { render } from '../../texts/message.ts';
import { openingText } from './rules.ts';
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
/** The notice for an entry of the archive; null where the writer need not be told. */
export function entryText(entry: RolloutEntry): Bilingual | null {
  switch (entry.kind) {
    case 'opened': {
      const why = openingText(entry.opening);
      return {
        zh: `新版本已自动停用，已切回原来的版本：${render(why, 'zh')}。您的文字不受影响，详情见“版本”。`,
        en: `The new version was stopped by itself and the old one is back: ${render(why, 'en')}. Your text is safe; see Versions for details.`,
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
