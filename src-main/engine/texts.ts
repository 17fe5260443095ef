import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Bilingual, Provider } from '../contract/schemas.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import { both } from '../texts/message.ts';

/** What the supervisor says to the writer. */

export const noModel: EngineError = {
  code: 'no-model',
  text: {
    zh: '还没有可用的模型。请在“模型”中安装或导入一个，再重试。',
    en: 'No model is in use yet. Install or import one under Models, then try again.',
  },
};

export const superseded: EngineError = {
  code: 'superseded',
  text: {
    zh: '同一处有了更新的请求，这一次不再回答；请看新的结果。',
    en: 'A newer request for the same gap replaced this one; see its answer instead.',
  },
};

export const replaced: EngineError = {
  code: 'superseded',
  text: {
    zh: '启动完成之前已换用另一个模型；以新的选择为准。',
    en: 'Another model was chosen before this one was ready; the newer choice counts.',
  },
};

export const aborted: EngineError = {
  code: 'aborted',
  text: { zh: '请求已取消；需要时请重新发起。', en: 'The request was cancelled; ask again when needed.' },
};

export const closed: EngineError = {
  code: 'engine-failed',
  text: {
    zh: '补全引擎已关闭。请重新打开补墨。',
    en: 'The engine has been closed. Open Bumo again.',
  },
};

export const crashedTwice: EngineError = {
  code: 'engine-failed',
  text: {
    zh: '补全引擎处理这个请求时两次退出，已放弃这个请求。请改动空缺附近的文字再试。',
    en: 'The engine stopped twice on this request, so it was given up. Change the text near the gap and try again.',
  },
};

/** As a part of another sentence: without its full stop. */
const part = (text: Bilingual) => {
  const { zh, en } = both(text);
  return { zh: zh.replace(/。$/, ''), en: en.replace(/\.$/, '') };
};

export const crashLoop = (reason: Bilingual): EngineError => ({
  code: 'engine-crash-loop',
  text: {
    zh: `补全引擎反复退出，已停止自动重启（最近一次：${part(reason).zh}）。请点“重启引擎”，或换用 CPU 或其他模型。`,
    en: `The engine kept stopping, so it is no longer restarted by itself (last time: ${part(reason).en}). Restart it by hand, or choose CPU or another model.`,
    detail: reason.detail,
  },
});

export const restarting = (reason: Bilingual, attempt: number): Bilingual => ({
  zh: `补全引擎中断（${part(reason).zh}），正在进行第 ${attempt} 次重启，您的文字不受影响。`,
  en: `The engine stopped (${part(reason).en}); restart ${attempt} is under way. Your text is safe.`,
  detail: reason.detail,
});

/** Why an engine's process could not be made. */
export function unstartable(error: unknown): Bilingual {
  if (error instanceof CodedError) return error.text;
  const { zh, en, detail } = causeOf(error);
  return { zh: `没能启动：${zh}`, en: `it could not be started: ${en}`, detail };
}

export const hung: Bilingual = { zh: '长时间没有回应', en: 'no reply for too long' };

export const fellBackToCpu = (provider: Provider, reason: Bilingual): Bilingual => ({
  zh: `使用 ${provider} 时引擎中断（${part(reason).zh}），已改用 CPU。`,
  en: `The engine stopped while using ${provider} (${part(reason).en}), so the CPU is used instead.`,
  detail: reason.detail,
});
