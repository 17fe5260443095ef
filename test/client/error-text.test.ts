import { expect, test } from 'vitest';
import { asWritten, render, renderDetail } from '../../src-main/texts/message.ts';
import { ContractError, shellGone } from '../../src-renderer/client/error.ts';
import { opening, saving, textOf } from '../../src-renderer/ui/error-text.ts';
import { both } from '../support/words.ts';

test('an error of the contract says its own sentence, with what is behind it', () => {
  const text = { ...asWritten('磁盘已满。', 'The disk is full.'), detail: 'ENOSPC' };
  expect(textOf(new ContractError({ code: 'disk-full', text }), saving)).toEqual(text);
  const worded = { ...text, detail: asWritten('三字节', '3 bytes') };
  expect(textOf(new ContractError({ code: 'disk-full', text: worded }))).toEqual(worded);
  const { detail: _, ...plain } = text;
  expect(textOf(new ContractError({ code: 'disk-full', text: plain }))).toEqual(plain);
});

test('a file that the editor refuses is not said to be a service that does not answer', () => {
  const refused = new RangeError('Invalid content for node table: <>');
  const text = textOf(refused, opening);
  expect(both(text)).toEqual({
    zh: '打开文档没有成功，原因补墨没能认出来。请重试；若一直如此，请等文字存好后重新打开补墨。',
    en: 'Opening the document failed, and Bumo could not tell why. Try again; if it goes on, wait until your text is saved and open Bumo again.',
    detail: 'Invalid content for node table: <>',
  });
  expect(render(textOf('odd'), 'zh')).toMatch(/^这一步没有成功/);
});

test('only a time-out and a lost connection are', () => {
  const late = textOf(new DOMException('timed out', 'TimeoutError'), saving);
  expect(render(late, 'zh')).toContain('后台没有回应');
  expect(renderDetail(late, 'zh')).toBe('timed out');
  expect(render(textOf(shellGone(), saving), 'zh')).toBe(
    '与补墨的连接断开了。补墨重新启动后，本页会自动接上。',
  );
});
