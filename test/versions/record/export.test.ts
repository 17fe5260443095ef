import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { HealthRecord } from '../../../src-main/contract/versions.ts';
import { asWritten, render } from '../../../src-main/texts/message.ts';
import { inOneLine } from '../../../src-main/versions/record/document.ts';
import { exportRecord, inLanguage } from '../../../src-main/versions/record/export.ts';
import { healthRecord } from '../../../src-main/versions/record/record.ts';
import { words } from '../../support/words.ts';
import { first, now, second, store } from './world.ts';

const reading = { timeZone: 'Asia/Shanghai', at: now, language: 'zh' } as const;
const titles = [
  '概况',
  '训练',
  '与上一版本比较',
  '各套固定题的走势（首选正确率）',
  '已知局限：固定题中答错的',
  '上线经过',
  '事故与切回',
  '备注',
  '附录：技术细节',
];
const english = [
  'Overview',
  'Training',
  'Against the version before',
  'Fixed suites over versions (right at first)',
  'Known limits: its mistakes on the fixed suites',
  'Roll-out',
  'Incidents and roll-backs',
  'Notes',
  'Appendix: technical details',
];

const written = (
  format: 'markdown' | 'html' | 'json',
  record = healthRecord(store(), second, now),
  language: 'zh' | 'en' = 'zh',
) => exportRecord(record, format, { ...reading, language });

/** A record whose every place for text from outside holds `text`. */
function hostile(text: string): HealthRecord {
  const record = healthRecord(store(), first, now);
  const change = { suite: text, text, answer: text, before: text, after: text };
  const both = asWritten(text);
  return {
    ...record,
    version: { ...record.version, modelId: text },
    training: record.training && { ...record.training, recipe: { [text]: text }, patchFile: text },
    exam: record.exam && { ...record.exam, reason: both },
    limits: [change],
    rollout: [{ at: now, text: both, evidence: null }],
    incidents: [{ at: now, kind: 'failure', reason: both, evidence: null }],
    notes: [{ id: 1, at: now, text }],
    damaged: [both],
  };
}

const pieces = [
  '</td></table>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;',
  '|',
  '\n\n# 标题\n',
  '\r\n- 列表',
  '`代码`',
  '**粗**',
  '[链接](javascript:alert(1))',
  '![图](http://example.com/a.png)',
  'https://example.com',
  'www.example.com',
  'a@example.com',
  '<!--',
  ']]>',
  '\\',
  '\u202e',
  '\0',
  '\ufffd',
  '~~删~~',
  '补墨',
  '"\'',
  '$1',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 5 })))
  .map((parts) => parts.join(''));

/** The parser takes U+FFFD for a sign of a wrong encoding; a writer may have typed it. */
const ownReplacement = /^Unicode replacement character/;

function parsePage(page: string) {
  return new DOMParser({
    onError: (level, message) => {
      if (level === 'warning' && ownReplacement.test(message)) return;
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(page.replace('<!doctype html>', ''), 'text/html');
}

const plainHtmlTags = [
  'body',
  'h1',
  'h2',
  'head',
  'html',
  'meta',
  'p',
  'section',
  'span',
  'style',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'title',
  'tr',
];
const plainMarkdown = new Set(['heading', 'space', 'paragraph', 'table', 'text', 'escape']);

function kindsOf(tokens: readonly Token[], kinds = new Set<string>()): Set<string> {
  marked.walkTokens([...tokens], ({ type }) => void kinds.add(type));
  return kinds;
}

describe('as Markdown', () => {
  test('has the sections in their order, with tables that hold the figures', () => {
    const { text, fileName } = written('markdown');
    expect(fileName).toBe(`bumo-${second}.md`);
    expect(text.match(/^## .*$/gm)?.map((line) => line.slice(3))).toEqual(titles);
    expect(text).toContain('| 固定题：首选正确率 | 56.0 % | 57.0 % | +1.0 个百分点 |');
    expect(text).toContain('| 训练时间 | 2026-11-23 08:00 |');
    expect(text).toContain(`| 基础模型 | 50.0 % | 60.0 % | 55.0 % |`);
    expect(text).toContain('| 法律 | 合同\\[MASK\\]生效。 | 依法 | 已经 |');
    const sections = text.split(/^## /m);
    expect(sections).toHaveLength(titles.length + 1);
    expect(sections[7]).toMatch(/没有。/);
    const inEnglish = written('markdown', undefined, 'en').text;
    expect(inEnglish.match(/^## .*$/gm)?.map((line) => line.slice(3).replaceAll('\\', ''))).toEqual(english);
    expect(inEnglish).toContain('| fixed questions: right at first | 56.0 % | 57.0 % | +1.0 points |');
  });

  test('is read by a parser as headings, paragraphs and tables alone, whatever the text holds', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const tokens = marked.lexer(written('markdown', hostile(text)).text);
        expect([...kindsOf(tokens)].filter((kind) => !plainMarkdown.has(kind))).toEqual([]);
        expect(tokens.filter(({ type }) => type === 'heading')).toHaveLength(titles.length + 1);
        const notes = tokens.filter((token) => token.type === 'table').at(-2);
        const cell = notes?.type === 'table' ? notes.rows[0]?.[1] : undefined;
        const shown = cell?.tokens.map((one: Token) => ('text' in one ? one.text : '')).join('');
        expect(shown).toBe(inOneLine(text));
      }),
      { numRuns: 150 },
    );
  });
});

describe('as a page', () => {
  test('has the same sections and needs nothing from elsewhere', () => {
    const { text, fileName } = written('html');
    expect(fileName).toBe(`bumo-${second}.html`);
    const page = parsePage(text);
    const heads = [...page.getElementsByTagName('h2')].map((one) => one.firstChild?.nodeValue);
    expect(heads).toEqual(titles);
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/src=|href=|url\(|@import/);
    expect(text).toContain('<td class="figure short">+1.0 个百分点</td>');
    expect(text.match(/<html lang="([^"]+)"/)?.[1]).toBe('zh-CN');
  });

  test('stays the page it is, whatever the text holds, and shows that text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const page = parsePage(written('html', hostile(text)).text);
        const tags = new Set([...page.getElementsByTagName('*')].map((one) => one.tagName.toLowerCase()));
        expect([...tags].filter((tag) => !plainHtmlTags.includes(tag))).toEqual([]);
        const notes = [...page.getElementsByTagName('table')].at(-2);
        const last = [...(notes?.getElementsByTagName('td') ?? [])].at(-1);
        expect(last?.textContent).toBe(inOneLine(text));
      }),
      { numRuns: 150 },
    );
  });
});

test('as JSON it is the record itself, its sentences in one language', () => {
  const { text, fileName } = written('json');
  expect(fileName).toBe(`bumo-${second}.json`);
  const record = healthRecord(store(), second, now);
  expect(HealthRecord.parse(record)).toEqual(record);
  const { language, formatVersion, ...rest } = JSON.parse(text);
  expect([language, formatVersion]).toEqual(['zh', 2]);
  const { formatVersion: _, ...expected } = record;
  expect(rest).toEqual(inLanguage(expected, 'zh'));
  expect(rest.exam.reason).toBe(words(record.exam?.reason, 'zh'));
});

test('the base model and a version without an exam are written in every form', () => {
  for (const format of ['markdown', 'html'] as const) {
    expect(written(format, healthRecord(store(), 'base', now)).text).toContain('没有学过您的修改');
    const db = store();
    db.exec('DELETE FROM exams');
    expect(written(format, healthRecord(db, first, now)).text).toContain('还没有考核过');
  }
});

/** Both sides of every record that the store of the tests holds, with what the writer gave taken out. */
const ownWords = (id: string): HealthRecord => {
  const record = healthRecord(store(), id, now);
  const change = { suite: 'law', text: '', answer: '', before: null, after: null };
  return {
    ...record,
    limits: record.limits.map(() => change),
    notes: record.notes.map((one) => ({ ...one, text: '' })),
    damaged: [],
    version: { ...record.version, reason: null },
    exam: record.exam && {
      ...record.exam,
      limits: [],
      improved: [],
      worse: [],
      // The example in the verdict is the writer's own sentence.
      reason: asWritten(
        render(record.exam.reason, 'zh').replace(/例如.*/, ''),
        render(record.exam.reason, 'en').replace(/For example .*/, ''),
      ),
    },
  };
};
/** Names, units, and the terms of the appendix that have no other name. */
const names =
  /bert-base-chinese|\b[0-9a-f]{16}\b|\b(?:ba5e){16}\b|\[MASK\]|\.safetensors|SHA-256|MRR|ECE|LoRA|MB|p50|p95|bumo-[a-z-]+|\b(Markdown|UTF-8)\b/g;
const bodyOf = (page: string) =>
  page.replace(/<style>[\s\S]*?<\/style>/, '').replaceAll(/<[^>]+>|&[a-z#0-9]+;/g, ' ');

describe.each(['base', first, second])('of %s, the words of the app', (id) => {
  const texts = (language: 'zh' | 'en') => [
    written('markdown', ownWords(id), language).text,
    bodyOf(written('html', ownWords(id), language).text),
  ];

  test('are English throughout in an English export', () => {
    for (const text of [...texts('en'), written('json', ownWords(id), 'en').text])
      expect(text.match(/.*\p{Script=Han}.*/gu)).toBeNull();
    expect(written('html', undefined, 'en').text).toContain('<html lang="en">');
  });

  test('are Chinese throughout in a Chinese export', () => {
    for (const text of texts('zh'))
      expect(
        text
          .replaceAll('\\', '')
          .replaceAll(names, '')
          .match(/.*[A-Za-z]{2}.*/g),
      ).toBeNull();
  });
});
