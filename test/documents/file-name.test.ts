import { expect, test } from 'vitest';
import { nameFor } from '../../src-renderer/documents/file-name.ts';

const file = { name: '通知.第一版.txt', format: 'txt' } as const;

test('a file keeps its name; its copy and the one that loses nothing have names of their own', () => {
  expect(nameFor({ file, naming: 'same', beginning: '关于' })).toBe('通知.第一版.txt');
  expect(nameFor({ file, naming: 'copy', beginning: '关于' })).toBe('通知.第一版-副本.txt');
  expect(nameFor({ file, naming: 'beside', beginning: '关于' })).toBe('通知.第一版-补墨.txt');
});

test('a document without a file is called as it begins, without what no name may hold', () => {
  expect(nameFor({ file: null, naming: 'same', beginning: '关于 A/B 的“通知”？' })).toBe(
    '关于AB的“通知”？.docx',
  );
  expect(nameFor({ file: null, naming: 'same', beginning: ' .. ' })).toBe('未命名.docx');
  expect(nameFor({ file: null, naming: 'copy', beginning: '关于' })).toBe('未命名-副本.docx');
});
