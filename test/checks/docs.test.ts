import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { catalog, defaultModelId } from '../../src-main/models/catalog.ts';
import { silenceMilliseconds } from '../../src-main/models/sources/port.ts';
import { table } from '../../src-main/texts/table.ts';
import { rolloutPlan } from '../../src-main/versions/policy/plan.ts';
import { readGuidePage } from '../../src-renderer/guide-plugin.ts';

/** What the documentation names is there. */

const root = resolve(import.meta.dirname, '../..');
const unix = (path: string) => path.replaceAll('\\', '/');
const glob = (pattern: string) => globSync(pattern, { cwd: root }).map(unix).toSorted();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const guideFolder = 'resources/docs/guide';
const guide = glob(`${guideFolder}/*.md`);
const docs = ['README.md', '.github/CONTRIBUTING.md', ...glob('resources/docs/**/*.md')];
const sources = glob('{src-main,src-renderer,test}/**/*.{ts,svelte,py,jsonl}');
const files = new Set([...sources, ...docs, ...glob('*.{json,yml}'), ...glob('resources/**/*.*')]);

/** Every token of a page, those inside others too. */
function tokensOf(path: string): Token[] {
  const all: Token[] = [];
  marked.walkTokens(marked.lexer(read(path)), (token) => void all.push(token));
  return all;
}

const ofType = <T extends Token>(tokens: readonly Token[], type: T['type']): T[] =>
  tokens.filter((token): token is T => token.type === type);

/** As GitHub names the place of a heading. */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const headingsOf = (path: string) =>
  ofType<Tokens.Heading>(tokensOf(path), 'heading').map(({ text }) => slugOf(text));

/** @returns what is wrong with a link or a picture of the page; null where nothing is */
function wrongLink(page: string, href: string): string | null {
  const [path = '', anchor] = href.split('#');
  if (/^[a-z]+:|^\//i.test(path)) return `${page} leads outside: ${href}`;
  const target = path === '' ? page : unix(relative(root, resolve(root, dirname(page), path)));
  if (!files.has(target)) return `${page}: no ${target}`;
  if (anchor && !headingsOf(target).includes(anchor)) return `${page}: no #${anchor} in ${target}`;
  return null;
}

const exists = (path: string) => {
  try {
    return statSync(join(root, path)) !== undefined;
  } catch {
    return false;
  }
};

const names = new Set(sources.map((path) => basename(path)));
const ownFile = 'test/checks/docs.test.ts';
const code = sources
  .filter((path) => path !== ownFile)
  .map(read)
  .join('\n');

/** @returns whether words in code style name a file, a folder or a value that is not there */
function isUnknown(words: string): boolean {
  if (/^(?:src-main|src-renderer|test|resources|\.github)\/[\w./-]*$/.test(words))
    return !exists(words) && !words.startsWith('test/results');
  if (/^[a-z][\w.-]*\.(?:ts|svelte|py)$/.test(words)) return !names.has(words);
  if (/^[a-z]+[A-Z]\w+$/.test(words)) return !new RegExp(`\\b${words}\\b`).test(code);
  if (/^(?:BUMO|HF)_[A-Z_]+$/.test(words)) return !code.includes(words);
  return false;
}

test.each(docs)('%s: links and pictures lead to something', (page) => {
  const tokens = tokensOf(page);
  const hrefs = [...ofType<Tokens.Link>(tokens, 'link'), ...ofType<Tokens.Image>(tokens, 'image')];
  expect(hrefs.flatMap(({ href }) => wrongLink(page, href) ?? [])).toEqual([]);
});

test.each(docs)('%s: files, folders, values and variables that it names are there', (page) => {
  const words = ofType<Tokens.Codespan>(tokensOf(page), 'codespan').map(({ text }) => text);
  expect(words.filter(isUnknown)).toEqual([]);
});

test('a link to nothing and a file that is not there are found', () => {
  expect(wrongLink('README.md', 'resources/docs/nothing.md')).toContain('no resources/docs/nothing.md');
  expect(wrongLink('README.md', 'resources/docs/measurements.md#nothing')).toContain('no #nothing');
  expect(wrongLink('README.md', '/etc/hosts')).toContain('outside');
  expect(wrongLink('README.md', 'https://example.org')).toContain('outside');
  expect(
    ['src-main/none.ts', 'none.ts', 'noSuchValue', 'BUMO_NOTHING', 'src-main/contract/table.ts'].filter(
      isUnknown,
    ),
  ).toEqual(['src-main/none.ts', 'none.ts', 'noSuchValue', 'BUMO_NOTHING']);
});

describe('commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = globSync('src-main/cli/*-commands.ts', { cwd: root });
  const cli = ['src-main/cli.ts', ...commands].map(read).join('\n');

  test.each(docs)('%s names npm scripts, command line commands and options that exist', (page) => {
    const text = read(page);
    const run = [...text.matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)];
    expect(run.map(([, script, own]) => script ?? own ?? '').filter((name) => !scripts[name])).toEqual([]);
    const called = [...text.matchAll(/cli -- ([a-z][^`\n]*)/g)].map(([, words = '']) => words);
    const wrong = called.flatMap((words) => {
      const [command = ''] = words.split(/[ \\|]/);
      const options = [...words.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      return [
        ...(cli.includes(`command('${command}')`) ? [] : [command]),
        ...options.filter((option) => !cli.includes(option)),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

test('no page tells of a machine of ours', () => {
  const own = /(?:^|[\s`"'(])\/(?:work|home|tmp|root|Users)\/|[A-Z]:\\/m;
  expect(docs.filter((page) => own.test(read(page)))).toEqual([]);
});

describe('README', () => {
  test('shows every picture that lies there for it', () => {
    const pictures = glob('resources/docs/pictures/*');
    const shown = ofType<Tokens.Image>(tokensOf('README.md'), 'image').map(({ href }) => href);
    expect(pictures.filter((path) => !shown.includes(path))).toEqual([]);
  });

  test('has at most 8 KB', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(8 * 1024);
  });

  test('has a twin that says as much: headings, points, rows, pictures, links', () => {
    const shape = (page: string) =>
      tokensOf(page).flatMap((token) => {
        if (token.type === 'heading') return [`heading ${(token as Tokens.Heading).depth}`];
        if (token.type === 'table') return [`table of ${(token as Tokens.Table).rows.length}`];
        return ['list_item', 'image', 'code'].includes(token.type) ? [token.type] : [];
      });
    expect(shape('resources/docs/README.zh-CN.md')).toEqual(shape('README.md'));
  });

  test.each(['README.md', 'resources/docs/README.zh-CN.md'])('%s tells the figures of the code', (page) => {
    const text = read(page);
    const model = catalog.find(({ id }) => id === defaultModelId);
    expect(text).toContain(`${Math.round((model?.bytes ?? 0) / 1e6)} MB`);
    expect(text).toContain(`${silenceMilliseconds / 1000} `);
    const shares = rolloutPlan.stages.map(({ share }) => share * 100);
    expect([...(/回答 5.*|answers 5.*/.exec(text)?.[0] ?? '').matchAll(/\d+/g)].map(Number)).toEqual(shares);
  });
});

test('the map of folders names each of them, and none that is not there', () => {
  const [, map = ''] = read('resources/docs/architecture.md').split(/^## Folders\n+```\n/m);
  const [own = ''] = map.split('```');
  const [, main = '', renderer = ''] = own.split(/^src-(?:main|renderer)\/$/m);
  const named = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name).toSorted();
  const there = (folder: string) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  expect(named(main, /^ {2}([\w-]+)\/ /gm)).toEqual(there('src-main'));
  expect(named(renderer.split(/^\w/m)[0] ?? '', /([\w-]+)\//g)).toEqual(there('src-renderer'));
});

describe('the way from a key press to the database', () => {
  const [, way = ''] = read('resources/docs/architecture.md').split(/^## A suggestion.*$/m);
  const steps = [...way.split(/^## /m)[0]!.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path = '']) => path);

  test('passes at most 25 files, from the editor to the database', () => {
    expect(steps.length).toBeLessThanOrEqual(25);
    expect([steps[0], steps.at(-1)]).toEqual(['src-renderer/editor/Editor.svelte', 'src-main/store/db.ts']);
    expect(steps.filter((path) => !files.has(path))).toEqual([]);
  });
});

describe("the user's guide", () => {
  const labels = Object.values(table).map(({ zh }) => zh);

  test.each(guide)('%s can be shown in the app', (page) => {
    const { title, html } = readGuidePage(read(page));
    expect(title).not.toBe('');
    expect(html).not.toMatch(/<h[12]|https?:/);
  });

  test.each(guide)('%s names words of the interface as they are', (page) => {
    const bold = ofType<Tokens.Strong>(tokensOf(page), 'strong').map(({ text }) => text);
    expect(bold.filter((words) => !labels.some((label) => label.startsWith(words)))).toEqual([]);
  });

  test.each(guide)('%s names keys that the interface has', (page) => {
    const text = read(page).replaceAll('空格', 'Space').replaceAll('→', 'ArrowRight');
    const keys = text.match(/(?:(?:Ctrl|Alt|Shift)\+)+(?:[A-Z]\w+|[A-Z0-9[\]/,])|\bF\d\b/g) ?? [];
    expect(keys.filter((key) => !code.includes(`'${key}'`))).toEqual([]);
  });

  test('has small pictures, each shown on a page', () => {
    const folder = `${guideFolder}/pictures`;
    const pictures = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
    const shown = guide.flatMap((page) => readGuidePage(read(page)).pictures);
    expect(pictures.filter((path) => statSync(join(root, path)).size > 150_000)).toEqual([]);
    expect(pictures.filter((path) => !shown.includes(relative(guideFolder, path)))).toEqual([]);
    expect(pictures.filter((path) => !path.endsWith('.png'))).toEqual([]);
  });
});
