import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, test } from 'vitest';
import { parseReplacement } from '../../src-main/cli/replacement.ts';
import { docxOf, partOf } from '../support/docx.ts';
import { modelCache, requireRealModel } from '../support/real-model.ts';

requireRealModel();
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bumo-documents-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the command line as users do. */
function bumo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src-main/cli.ts', 'documents', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BUMO_HOME: join(home, 'home'), BUMO_MODELS: modelCache, LANG: 'en_US.UTF-8' },
  });
  return { status, stdout, stderr: stderr.trim() };
}
const json = (...args: string[]) => JSON.parse(bumo(...args, '--json').stdout) as Record<string, unknown>;

let made = 0;
function fileOf(ending: string, content: string | Uint8Array): string {
  const path = join(home, `${++made}.${ending}`);
  writeFileSync(path, content);
  return path;
}

const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;
const contract = () =>
  docxOf(
    paragraph(run('关于采购的'), run('合', '<w:b/>'), run('同［MASK］')) +
      paragraph(run('甲方：____'), '<w:r><w:footnoteReference w:id="2"/></w:r>') +
      paragraph(run('签字：____')),
    {
      footnotes: '<w:footnote w:id="2"><w:p><w:r><w:t>见附件</w:t></w:r></w:p></w:footnote>',
      more: { 'word/media/image1.png': new Uint8Array([1, 2, 3]) },
    },
  );

describe('open', () => {
  test('tells what a file holds, and what saving it would lose', () => {
    expect(json('open', fileOf('docx', contract()))).toEqual({
      format: 'docx',
      encoding: null,
      blocks: 3,
      characters: 27,
      gaps: 1,
      blanks: 1,
      atoms: { footnote: 1 },
      losses: [],
      readOnly: null,
    });
    const text = iconv.encode('会议纪要：请各部门于周五前[MASK]材料。\r\n', 'gb18030');
    expect(json('open', fileOf('txt', text))).toMatchObject({ format: 'txt', encoding: 'gb18030', gaps: 1 });
    const { status, stdout } = bumo('open', fileOf('md', '# 通知\n\n<div>网页</div>\n'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^format\tmd\nencoding\tutf-8\nblocks\t2\n/);
  });
});

describe('save', () => {
  test('without a replacement writes the same bytes, over the file itself too', () => {
    for (const [ending, content] of [
      ['docx', contract()],
      ['md', '* 甲\n* 乙\n\n[甲]: x\r\n'],
      ['txt', '一\r\n二\n三'],
    ] as const) {
      const path = fileOf(ending, content);
      const before = readFileSync(path);
      expect(bumo('save', path, path).status).toBe(0);
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  test('replaces over runs and in what was replaced before; every other part stays as it was', () => {
    const path = fileOf('docx', contract());
    const before = readFileSync(path);
    const out = join(home, 'out.docx');
    const result = json('save', path, out, '--replace', '采购的合同=采购协议', '--replace', '协议=合约');
    expect(result).toMatchObject({ out, format: 'docx', replaced: 2 });
    expect(readFileSync(path).equals(before)).toBe(true);
    const parts = [before, readFileSync(out)].map((bytes) => unzipSync(bytes));
    for (const [name, bytes] of Object.entries(parts[0] ?? {}))
      if (name !== 'word/document.xml') expect(parts[1]?.[name]).toEqual(bytes);
    const [old = '', now = ''] = [before, readFileSync(out)].map((bytes) => partOf(bytes));
    expect(now.replace(/<[^>]+>/g, '')).toBe(old.replace(/<[^>]+>/g, '').replace('采购的合同', '采购合约'));
    const rest = (xml: string) => xml.slice(xml.indexOf('</w:p>'));
    expect(rest(now)).toBe(rest(old));
  });

  test('finds gaps by their spelling, and text with an equals sign', () => {
    const path = fileOf('txt', '请［mask］：a=b\n');
    expect(bumo('save', path, path, '--replace', '［mask］=填写', '--replace', 'a\\=b=c').status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('请填写：c\n');
    expect(parseReplacement('=甲')).toBeNull();
    expect(parseReplacement('甲')).toBeNull();
    expect(parseReplacement('甲=')).toEqual({ old: '甲', next: '' });
  });

  test('writes another format under another name', () => {
    const out = join(home, '纪要.md');
    expect(bumo('save', fileOf('docx', contract()), out).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^关于采购的\*\*合\*\*同［MASK］\n\n甲方：/);
  });
});

test('fill fills what is sure enough, lists the rest, and leaves everything else', () => {
  const path = fileOf(
    'docx',
    docxOf(
      paragraph(run('北京是中国的首［MASK］。', '<w:b/>')) +
        paragraph(run('签字：____，啊<mask>哦'.replace('<', '&lt;').replace('>', '&gt;'))),
    ),
  );
  const out = join(home, 'filled.docx');
  const { filled, left } = json('fill', path, out, '--at-least', '0.6') as {
    filled: { word: string; around: string; kind: string }[];
    left: { word: null; offered: { word: string; probability: number }[] }[];
  };
  expect(filled).toEqual([
    expect.objectContaining({ word: '都', kind: 'gap', around: '北京是中国的首[MASK]。' }),
  ]);
  expect(left).toHaveLength(1);
  expect(left[0]?.offered[0]?.probability).toBeLessThan(0.6);
  const [old, now] = [readFileSync(path), readFileSync(out)].map((bytes) => partOf(bytes));
  expect(now?.replace(/<[^>]+>/g, '')).toBe(old?.replace(/<[^>]+>/g, '').replace('［MASK］', '都'));
  expect(now).toContain('<w:b/>');
});

test('fill needs no model for a file without gaps', () => {
  const path = fileOf('txt', '姓名：____\n');
  const { status, stdout, stderr } = bumo('fill', path, path, '--json');
  expect([status, stderr]).toEqual([0, 'The file has no gaps.']);
  expect(JSON.parse(stdout)).toMatchObject({ filled: [], left: [] });
  expect(readFileSync(path, 'utf8')).toBe('姓名：____\n');
});

describe('what is wrong is told in one line, with exit code 1, and nothing is written', () => {
  const out = () => join(home, 'never.docx');
  const locked = () =>
    docxOf(paragraph(run('甲')), { settings: '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>' });
  test.each([
    [
      'a text that is not there',
      () => ['save', fileOf('docx', contract()), out(), '--replace', '乙方=丙方'],
      /乙方/,
    ],
    ['a file that is not there', () => ['open', join(home, '没有.docx')], /没有\.docx/],
    ['another kind of file', () => ['open', fileOf('pdf', '%PDF')], /\.docx, \.md and \.txt/],
    ['another kind of file to write', () => ['save', fileOf('txt', '甲'), join(home, 'a.pdf')], /a\.pdf/],
    ['a file that is no document', () => ['open', fileOf('docx', '这不是文档')], /plain text/],
    [
      'a folder that is not there',
      () => ['save', fileOf('docx', contract()), join(home, 'x', 'a.docx')],
      /no folder/,
    ],
  ] as const)('%s', (_name, args, message) => {
    const { status, stdout, stderr } = bumo(...args());
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(existsSync(out())).toBe(false);
    expect(readdirSync(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a protected file is left as it is, and may be saved as a copy', () => {
    const path = fileOf('docx', locked());
    const before = readFileSync(path);
    const { status, stderr } = bumo('save', path, path, '--replace', '甲=乙');
    expect([status, stderr.split('\n').length]).toEqual([1, 1]);
    expect(stderr).toMatch(/protected/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(bumo('save', path, join(home, 'copy.docx'), '--replace', '甲=乙').status).toBe(0);
    expect(partOf(readFileSync(join(home, 'copy.docx')))).toContain('乙');
  });

  test('a replacement that is none', () => {
    const { status, stderr } = bumo('save', fileOf('txt', '甲'), out(), '--replace', '甲');
    expect(status).toBe(1);
    expect(stderr).toMatch(/OLD=NEW/);
  });
});
