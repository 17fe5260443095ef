import { expect, test } from 'vitest';
import { joinPath } from '../../src-renderer/documents/join-path.ts';
import { keyParts } from '../../src-renderer/ui/show-keys.ts';
import { closeness, search } from '../../src-renderer/workspace/match.ts';

const labels = ['查找和替换', '插入表格', '替换已有的文件', 'Export PDF…'];
const find = (query: string) => search(labels, query, (label) => label);

test('a command is found by a part, by letters in order and whatever the case; the closest comes first', () => {
  expect(find('替换')).toEqual(['替换已有的文件', '查找和替换']);
  expect(find('查替')).toEqual(['查找和替换']);
  expect(find('pdf')).toEqual(['Export PDF…']);
  expect(find('')).toEqual(labels);
  expect(find('没有')).toEqual([]);
  expect(closeness('替查', '查替')).toBeNull();
});

test('keys are shown as they stand on a keyboard, the plus key too', () => {
  expect(keyParts('Ctrl+Shift+S')).toEqual(['Ctrl', 'Shift', 'S']);
  expect(keyParts('Ctrl+ArrowRight')).toEqual(['Ctrl', '→']);
  expect(keyParts('Ctrl++')).toEqual(['Ctrl', '+']);
});

test('a name lies in the folder, a whole path lies where it says', () => {
  expect(joinPath('/home/li', '通知.docx')).toBe('/home/li/通知.docx');
  expect(joinPath('/', 'a.md')).toBe('/a.md');
  expect(joinPath('C:\\文档', 'a.md')).toBe('C:\\文档\\a.md');
  for (const whole of ['/tmp/a.md', '~/a.md', 'D:\\a.md', 'D:/a.md'])
    expect(joinPath('/home', whole)).toBe(whole);
});
