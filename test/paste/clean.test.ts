import { expect, test } from 'vitest';
import { cleanedHtml } from '../../src-renderer/paste/clean.ts';
import { StyleRules } from '../../src-renderer/paste/css-rules.ts';
import { styleName } from '../../src-renderer/paste/inert-html.ts';
import type { SourceElement, SourceNode } from '../../src-renderer/paste/source.ts';

const words = (value: string): SourceNode => ({
  nodeType: 3,
  nodeName: '#text',
  nodeValue: value,
  childNodes: [],
});
const element = (
  nodeName: string,
  attributes: Readonly<Record<string, string>>,
  ...childNodes: SourceNode[]
): SourceElement => ({
  nodeType: 1,
  nodeName,
  nodeValue: null,
  childNodes,
  getAttribute: (name) => attributes[name] ?? null,
});
const styled = (style: string, value: string) => element('SPAN', { [styleName]: style }, words(value));

const cleaned = (...content: SourceNode[]) =>
  cleanedHtml(element('BODY', {}, ...content), {
    origin: 'other',
    rules: new StyleRules([]),
    pictures: { take: () => null, lose: () => undefined },
    complete: false,
  });

test('runs next to each other that look the same are one', () => {
  const signs = [...'关于开展检查的通知'].map((sign) => styled('color:red', sign));
  expect(cleaned(element('P', {}, ...signs))).toBe(
    '<p><span data-font="{&quot;color&quot;:&quot;FF0000&quot;}">关于开展检查的通知</span></p>',
  );
});

test('however their look is written', () => {
  const html = cleaned(
    element('P', {}, styled('color:red;font-weight:bold', '甲'), styled('font-weight:700; color:#f00', '乙')),
  );
  expect(html).toContain('<strong>甲乙</strong>');
});

test('runs that look otherwise stay apart', () => {
  const html = cleaned(
    element(
      'P',
      {},
      styled('color:red', '甲'),
      styled('color:blue', '乙'),
      words('丙'),
      styled('color:red', '丁'),
    ),
  );
  expect(html.match(/<span[^>]*>[^<]*<\/span>|[^<>]+(?=<)/g)).toEqual([
    '<span data-font="{&quot;color&quot;:&quot;FF0000&quot;}">甲</span>',
    '<span data-font="{&quot;color&quot;:&quot;0000FF&quot;}">乙</span>',
    '丙',
    '<span data-font="{&quot;color&quot;:&quot;FF0000&quot;}">丁</span>',
  ]);
});

test('a look inside of another is that of both, also where the same was seen elsewhere', () => {
  const inner = () => styled('font-style:italic', '乙');
  const html = cleaned(
    element('P', {}, inner(), element('B', {}, words('甲'), inner()), element('I', {}, words('丙'))),
  );
  expect(html).toBe('<p><em>乙</em><strong>甲</strong><strong><em>乙</em></strong><em>丙</em></p>');
});
