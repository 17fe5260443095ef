import type { Bilingual } from '../../contract/schemas.ts';
import type { Need } from '../../contract/slot.ts';
import { render } from '../../texts/message.ts';
import { type Rollout, shareOf } from './rollout.ts';
import type { Snapshot } from './snapshot.ts';
import { shareText } from './texts.ts';
import { base } from './version.ts';

/** The plain sentence that stands before the numbers. */

const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60));
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function needText(need: Need): Bilingual {
  switch (need.kind) {
    case 'requests':
      return { zh: `还需 ${need.requests} 次`, en: `${plural(need.requests, 'more request')} to go` };
    case 'use': {
      const count = minutes(need.seconds);
      return { zh: `还需使用 ${count} 分钟`, en: `${plural(count, 'more minute')} of use to go` };
    }
    case 'clean-runs':
      return {
        zh: `还需 ${need.runs} 次不出错的请求`,
        en: `${plural(need.runs, 'more run')} without an error to go`,
      };
    case 'common-runs':
      return {
        zh: `还需与原版本比较 ${need.runs} 次用时`,
        en: `${plural(need.runs, 'more comparison')} of latency to go`,
      };
    case 'slower': {
      const times = need.ratio.toFixed(1);
      return {
        zh: `用时约为原版本的 ${times} 倍，暂不扩大`,
        en: `it takes ${times} times as long as the old one, so its share stays`,
      };
    }
    case 'comparisons':
      return {
        zh: `还需约 ${need.pairs} 次采纳比较`,
        en: `about ${plural(need.pairs, 'more comparison')} of acceptance to go`,
      };
    case 'resume':
      return { zh: '已暂停', en: 'paused' };
    case 'wish':
      return { zh: '等您决定是否启用', en: 'waiting for you to decide' };
  }
}

function doing(rollout: Rollout): Bilingual {
  if (rollout.phase.name === 'preparing')
    return { zh: '正在装入并检查新版本', en: 'The new version is being loaded and checked' };
  if (rollout.phase.name === 'shadow')
    return {
      zh: '新版本正在后台试答，您看到的仍是原版本的答案',
      en: 'The new version answers in the background; you still see the old one',
    };
  const share = shareText(shareOf(rollout));
  return {
    zh: `新版本正在回答${render(share, 'zh')}请求`,
    en: `The new version answers ${render(share, 'en')} requests`,
  };
}

function errorsText(errors: number): Bilingual {
  if (errors === 0) return { zh: '目前没有出错', en: 'no errors so far' };
  return { zh: `出错 ${errors} 次`, en: `${plural(errors, 'error')} so far` };
}

/** @param needs what the phase still asks for; empty while it is being prepared */
export function summaryOf({ rollout, evidence, main, target }: Snapshot, needs: readonly Need[]): Bilingual {
  if (!rollout) {
    if (target !== null)
      return {
        zh: '正在切回所选的版本，装入前由基础模型回答。',
        en: 'Going back to the chosen version; the base model answers until it is loaded.',
      };
    if (main === base)
      return { zh: '基础模型正在回答，没有新版本。', en: 'The base model answers; there is no new version.' };
    return {
      zh: '当前版本正在回答全部请求，没有新版本。',
      en: 'The current version answers all requests; there is no new one.',
    };
  }
  const what = doing(rollout);
  if (rollout.phase.name === 'preparing')
    return { zh: `${render(what, 'zh')}。`, en: `${render(what, 'en')}.` };
  const errors = errorsText(evidence.errors.failures);
  const texts = needs.map(needText);
  const rest =
    texts.length === 0
      ? { zh: '', en: '' }
      : {
          zh: `；${texts.map((one) => render(one, 'zh')).join('，')}`,
          en: `; ${texts.map((one) => render(one, 'en')).join(', ')}`,
        };
  return {
    zh: `${render(what, 'zh')}，${render(errors, 'zh')}${rest.zh}。`,
    en: `${render(what, 'en')}, ${render(errors, 'en')}${rest.en}.`,
  };
}
