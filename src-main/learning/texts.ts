import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';

/** Why a run cannot begin or ended early. */

export const busy = () =>
  new CodedError('learn-busy', {
    zh: '正在学习中。请等这一次结束，或先取消它。',
    en: 'Learning is under way. Wait until it ends, or cancel it first.',
  });

export const noModel = () =>
  new CodedError('no-model', {
    zh: '还没有可用的模型，无法学习。请先安装一个。',
    en: 'No model is in use, so nothing can be learned. Install one first.',
  });

export const noSamples = () =>
  new CodedError('learn-no-samples', {
    zh: '还没有可学的内容。请先对建议给出 ✓ 或 ✗，或导入术语表、改写对照。',
    en: 'There is nothing to learn from yet. Judge suggestions with ✓ or ✗, or import a glossary or style pairs.',
  });

export const cancelledByWriter = () =>
  new CodedError('learn-cancelled', {
    zh: '已取消学习，模型没有改变。',
    en: 'Learning was cancelled; the model has not changed.',
  });

export const interruptedByClose = () =>
  new CodedError('learn-interrupted', {
    zh: '补墨已关闭，学习中断；下次打开时接着做。',
    en: 'Bumo was closed while it learned; it goes on when it is opened again.',
  });

/** For an error without a code. */
export function failedFor(error: unknown): Bilingual {
  const { zh, en, detail } = causeOf(error);
  return {
    zh: `这次没有学成：${zh}。模型没有改变，请重试。`,
    en: `Nothing was learned: ${en}. The model has not changed; try again.`,
    detail,
  };
}
