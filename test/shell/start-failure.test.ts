import { expect, test } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import { startFailure } from '../../src-main/shell/electron/start-failure.ts';
import { asWritten } from '../../src-main/texts/message.ts';

test('a start that fails is explained in both languages, the raw reason at the end', () => {
  const error = Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' });
  const [zh, en, behind, ...rest] = startFailure(error).split('\n\n');
  expect(zh).toMatch(/没有权限.*重新打开/);
  expect(en).toMatch(/permission was denied/);
  expect(`${zh}${en}`).not.toContain('EACCES');
  expect(behind).toBe('详细：EACCES: permission denied, mkdir');
  expect(rest).toEqual([]);
});

test('a fault that has a sentence of its own says that', () => {
  const text = asWritten('版本较新。', 'It is newer.');
  expect(startFailure(new CodedError('store-newer', text))).toBe('版本较新。\n\nIt is newer.');
});
