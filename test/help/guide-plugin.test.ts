import { expect, test } from 'vitest';
import { guideModule, readGuidePage } from '../../src-renderer/guide-plugin.ts';

test('a page becomes a title and what is below it, one level deeper', () => {
  expect(readGuidePage('# 空缺\n\n## 挑一个\n\n按 **Esc**。')).toEqual({
    title: '空缺',
    html: '<h4>挑一个</h4>\n<p>按 <strong>Esc</strong>。</p>\n',
    pictures: [],
  });
});

test('pictures are given to the build, in their places', () => {
  const source = guideModule('# A\n\n![甲](pictures/a.png)\n\n![乙](pictures/b.png)');
  expect(source).toContain('import picture0 from "./pictures/a.png?url";');
  expect(source).toContain('import picture1 from "./pictures/b.png?url";');
  const html = source.split('export const html = ')[1]?.replace(';', '') ?? '';
  const shown: unknown = new Function('picture0', 'picture1', `return ${html}`)('/x.png', '/y.png');
  expect(shown).toBe('<p><img src="/x.png" alt="甲"></p>\n<p><img src="/y.png" alt="乙"></p>\n');
});

test('a link to another page names it; links outside, HTML and a missing title are refused', () => {
  expect(readGuidePage('# A\n\n[见](02-gaps.md)').html).toBe(
    '<p><a href="#02-gaps" data-page="02-gaps">见</a></p>\n',
  );
  expect(() => readGuidePage('# A\n\n[见](https://example.org/a.md)')).toThrow('its own pages alone');
  expect(() => readGuidePage('# A\n\n<b>x</b>')).toThrow('no HTML');
  expect(() => readGuidePage('# A\n\n行内 <img src=x>')).toThrow('no HTML');
  expect(() => readGuidePage('没有标题')).toThrow('begins with its title');
});
