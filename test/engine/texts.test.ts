import { expect, test } from 'vitest';
import { exitCause } from '../../src-main/base/cause.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { crashLoop, fellBackToCpu, restarting, unstartable } from '../../src-main/engine/texts.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { both } from '../support/words.ts';

const raw = /SIG|ENOMEM|spawn/;

test('an engine that cannot be started says why in plain words, the raw reason behind them', () => {
  const error = Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' });
  const reason = unstartable(error);
  expect(both(reason)).toEqual({
    zh: '没能启动：内存不够',
    en: 'it could not be started: there is not enough memory',
    detail: 'spawn ENOMEM',
  });
  const text = asWritten('没有模型。', 'No model.');
  expect(unstartable(new CodedError('no-model', text))).toEqual(text);
});

test('what the engine says of its end keeps what is behind it, and has no raw term itself', () => {
  const reason = exitCause(null, 'SIGSEGV');
  for (const text of [crashLoop(reason).text, restarting(reason, 2), fellBackToCpu('cuda', reason)]) {
    expect(text.detail).toBe('SIGSEGV');
    for (const words of [render(text, 'zh'), render(text, 'en')]) expect(words).not.toMatch(raw);
  }
});

test('a whole sentence as the reason loses its full stop', () => {
  const { zh, en } = both(restarting(asWritten('引擎出错。', 'The engine failed.'), 1));
  expect(zh).toContain('（引擎出错）');
  expect(en).toContain('(The engine failed)');
});
