import { describe, expect, test } from 'vitest';
import { importsOf, sources, target } from '../support/imports.ts';

/**
 * Folder → what its files may import: other folders, single files, packages. The contract's shapes are free
 * everywhere, so are the texts (but not for the contract), and Node's own modules in src-main.
 */
const table: Record<string, readonly string[]> = {
  // Of TipTap the type of a document as data, no more.
  'src-main/contract': ['zod', '@tiptap/core'],
  'src-main/texts': ['intl-messageformat'],
  'src-main/base': [],
  'src-main/graph': ['src-main/base', 'protobufjs'],
  'src-main/runtime': ['src-main/graph', 'src-main/base', 'onnxruntime-node'],
  'src-main/models': ['src-main/base', 'protobufjs', 'yauzl', 'zod'],
  'src-main/fillmask': [
    'resources/words',
    'src-main/completion/text-ends.ts',
    'src-main/graph',
    'src-main/runtime/runner.ts',
    'src-main/models',
    'src-main/base',
    '@huggingface/tokenizers',
    '@node-rs/jieba',
  ],
  // Processes that answer, and their supervision.
  'src-main/engine': [
    'src-main/fillmask',
    'src-main/learn/memory',
    'src-main/models',
    'src-main/serving/client',
    'src-main/runtime/runner.ts',
    'src-main/runtime/providers.ts',
    'src-main/base',
  ],
  // The writer's own documents and the phrasebook, indexed.
  'src-main/phrases': ['src-main/base', 'src-main/documents', 'src-main/privacy', 'src-main/store', 'unpdf'],
  // Pure: one decision over what the sources offer.
  'src-main/completion': ['resources/completion', 'src-main/phrases/types.ts', 'src-main/base'],
  // Pure: which version gets which traffic, and when one is stopped.
  'src-main/versions/policy': ['src-main/base', 'zod'],
  // Moves the traffic: policy over engine and store.
  'src-main/versions/live': [
    'src-main/versions/policy',
    'src-main/engine',
    'src-main/fillmask',
    'src-main/learn/exam',
    'src-main/learn/samples',
    'src-main/learn/types.ts',
    'src-main/models',
    'src-main/store',
    'src-main/base',
  ],
  'src-main/store': ['src-main/base', 'better-sqlite3', 'csv-parse', 'csv-stringify', 'zod'],
  // Its word lists are data.
  'src-main/privacy': ['resources/privacy'],
  // Samples meet the store: what the writer gave, ready for the trainer.
  'src-main/learn/samples': [
    'resources/words',
    'src-main/learn/types.ts',
    'src-main/base',
    'src-main/documents',
    'src-main/privacy',
    'src-main/store',
    'csv-parse',
    'csv-stringify',
    'zod',
  ],
  'src-main/learn/memory': ['src-main/fillmask', 'src-main/models', 'src-main/base'],
  'src-main/learn/exam': [
    'src-main/fillmask',
    'src-main/models',
    'src-main/runtime/runner.ts',
    'src-main/base',
  ],
  'src-main/learn/training': [
    'src-main/learn/exam/verdict.ts',
    'src-main/learn/types.ts',
    'src-main/graph',
    'src-main/fillmask',
    'src-main/runtime/runner.ts',
    'src-main/models',
    'src-main/base',
  ],
  'src-main/learn': [],
  // Reads what store, exam and policy keep of versions.
  'src-main/versions/record': [
    'src-main/versions/policy',
    'src-main/learn/exam/verdict.ts',
    'src-main/learn/samples',
    'src-main/learn/types.ts',
    'src-main/store',
    'src-main/base',
  ],
  // Runs: from samples to a version on record.
  'src-main/learning': [
    'src-main/engine',
    'src-main/fillmask',
    'src-main/learn',
    'src-main/models',
    'src-main/privacy',
    'src-main/store',
    'src-main/versions/record/held.ts',
    'src-main/base',
  ],
  // Free of the DOM and of Node: the editor has the same schema.
  'src-main/documents/schema': ['@tiptap'],
  'src-main/documents/markdown': [
    'src-main/base',
    'src-main/documents',
    '@tiptap',
    'micromark',
    'micromark-core-commonmark',
    'micromark-extension-gfm-footnote',
    'micromark-extension-gfm-strikethrough',
    'micromark-extension-gfm-table',
    'micromark-extension-gfm-task-list-item',
    'micromark-util-character',
    'micromark-util-decode-string',
    'micromark-util-normalize-identifier',
    'micromark-util-types',
  ],
  'src-main/documents': ['resources/words', 'src-main/base', '@tiptap', 'fflate', 'iconv-lite', 'saxes'],
  'src-main/shell': ['src-main/base', 'electron', 'zod'],
  // The composition of the app and the handlers of its contract.
  'src-main/app': [
    'src-main/completion',
    'src-main/phrases',
    'src-main/documents',
    'src-main/engine',
    'src-main/fillmask',
    'src-main/learn/samples',
    'src-main/learning',
    'src-main/models',
    'src-main/privacy',
    'src-main/runtime',
    'src-main/serving/client',
    'src-main/serving/outcome-report.ts',
    'src-main/serving/report-outcomes.ts',
    'src-main/shell/dispatch.ts',
    'src-main/store',
    'src-main/team',
    'src-main/updates',
    'src-main/versions/live',
    'src-main/versions/record',
    'src-main/base',
    'zod',
  ],
  'src-main/cli': [
    'src-main/app',
    'src-main/completion',
    'src-main/controller',
    'src-main/phrases',
    'src-main/documents',
    'src-main/engine',
    'src-main/fillmask',
    'src-main/learn',
    'src-main/models',
    'src-main/privacy',
    'src-main/runtime',
    'src-main/serving',
    'src-main/shell',
    'src-main/start',
    'src-main/store',
    'src-main/team',
    'src-main/updates',
    'src-main/versions',
    'src-main/base',
    'commander',
    'zod',
  ],
  // The policy beside an engine of others, through that engine's own traffic split.
  'src-main/controller': [
    'src-main/serving/outcome-report.ts',
    'src-main/serving/protocol.ts',
    'src-main/serving/request.ts',
    'src-main/versions/policy',
    'src-main/versions/live/slot-view.ts',
    'src-main/base',
    'zod',
  ],
  // Engines on other machines: their protocol, what is exported to them, their client and their roll-outs.
  // A version as a folder that an engine serves.
  'src-main/serving/export': [
    'src-main/serving/protocol.ts',
    'src-main/fillmask/bert',
    'src-main/graph',
    'src-main/models',
    'src-main/base',
  ],
  'src-main/serving': ['src-main/fillmask', 'src-main/base', 'zod'],
  'src-main/start': ['src-main/base'],
  'src-main/packing': ['src-main/models', 'src-main/updates', 'src-main/base', 'electron-builder'],
  // Packages from a file: what a signed list says of them.
  'src-main/updates': ['src-main/base'],
  // What an organisation shares: signed files, read from a folder or an address.
  'src-main/team': [
    'src-main/base',
    'src-main/learn/samples',
    'src-main/models',
    'src-main/phrases',
    'src-main/privacy',
    'src-main/store',
    'zod',
  ],
  // The way to the shell: HTTP or IPC.
  // Sets how schemas are checked in a page.
  'src-renderer/client': ['zod'],
  'src-renderer/i18n': ['i18next'],
  // Controls that know nothing of documents or versions.
  'src-renderer/ui': ['src-renderer/i18n', '@tiptap', 'svelte'],
  // Places and words in a document, pure.
  'src-renderer/text': ['src-renderer/ui', 'src-main/documents/schema', '@tiptap'],
  // Keeping what is written: changes, journal, rebasing.
  'src-renderer/draft': ['src-renderer/ui', 'src-main/documents/schema', '@tiptap'],
  // What the whole interface knows.
  'src-renderer/state': [
    'src-renderer/client',
    'src-renderer/i18n',
    'src-renderer/text',
    'src-renderer/draft',
    'src-renderer/ui',
  ],
  'src-renderer/look': [
    'src-renderer/i18n',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
    'svelte',
  ],
  'src-renderer/format': [
    'src-renderer/draft',
    'src-renderer/i18n',
    'src-renderer/look',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
  ],
  'src-renderer/find': [
    'src-renderer/i18n',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
    'svelte',
  ],
  'src-renderer/paste': ['src-renderer/format', 'src-renderer/ui', 'src-main/documents/schema', '@tiptap'],
  // Words on offer: the list, the word at the caret, ✓ and ✗.
  'src-renderer/suggest': [
    'src-renderer/format',
    'src-renderer/i18n',
    'src-renderer/state',
    'src-renderer/text',
    'src-renderer/ui',
    '@tiptap',
    'svelte',
  ],
  'src-renderer/documents': [
    'src-renderer/client',
    'src-renderer/draft',
    'src-renderer/find',
    'src-renderer/format',
    'src-renderer/i18n',
    'src-renderer/look',
    'src-renderer/state',
    'src-renderer/suggest',
    'src-renderer/text',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
    'svelte',
  ],
  'src-renderer/editor': [
    'src-renderer/documents',
    'src-renderer/draft',
    'src-renderer/find',
    'src-renderer/format',
    'src-renderer/i18n',
    'src-renderer/look',
    'src-renderer/paste',
    'src-renderer/state',
    'src-renderer/suggest',
    'src-renderer/text',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
    'svelte',
  ],
  'src-renderer/learn': ['src-renderer/i18n', 'src-renderer/state', 'src-renderer/ui', 'svelte'],
  'src-renderer/health': [
    'src-renderer/learn',
    'src-renderer/i18n',
    'src-renderer/state',
    'src-renderer/ui',
    'chart.js',
    'svelte',
  ],
  'src-renderer/models': ['src-renderer/i18n', 'src-renderer/state', 'src-renderer/ui', 'svelte'],
  'src-renderer/settings': [
    'src-renderer/learn',
    'src-renderer/suggest',
    'src-renderer/i18n',
    'src-renderer/state',
    'src-renderer/ui',
    'svelte',
  ],
  'src-renderer/help': ['src-renderer/i18n', 'src-renderer/state', 'src-renderer/ui', 'svelte'],
  // On top: windows, bars, panels, commands.
  'src-renderer/workspace': [
    'src-renderer/documents',
    'src-renderer/editor',
    'src-renderer/find',
    'src-renderer/format',
    'src-renderer/health',
    'src-renderer/help',
    'src-renderer/i18n',
    'src-renderer/learn',
    'src-renderer/look',
    'src-renderer/models',
    'src-renderer/settings',
    'src-renderer/state',
    'src-renderer/suggest',
    'src-renderer/text',
    'src-renderer/ui',
    'src-main/documents/schema',
    '@tiptap',
    'svelte',
  ],
};

/** Files that may import what their folder may not, each for the reason beside it. */
const exceptions: Record<string, readonly string[]> = {
  // The entries of child processes are where the port meets its one implementation.
  'src-main/engine/engine-process.ts': ['src-main/runtime'],
  'src-main/engine/int8-process.ts': ['src-main/runtime'],
  'src-main/engine/probe-process.ts': ['src-main/runtime'],
  'src-main/learn/exam/exam-process.ts': ['src-main/runtime'],
  'src-main/learn/training/trainer-process.ts': ['src-main/runtime'],
};

/** Packages that one file alone may import. */
const soleImporters: Record<string, string> = {
  'chart.js': 'src-renderer/health/line-chart.ts',
  'onnxruntime-node': 'src-main/runtime/ort.ts',
  'better-sqlite3': 'src-main/store/db.ts',
};

/** Files at the top of src-main and src-renderer wire everything together. */
const compositionRoots = new Set([
  'electron.ts',
  'server.ts',
  'cli.ts',
  'start.ts',
  'pack.ts',
  'version.ts',
  'main.ts',
]);

const within = (name: string, allowed: string) => name === allowed || name.startsWith(`${allowed}/`);

function rowOf(file: string): string | undefined {
  return Object.keys(table).find((folder) => file.startsWith(`${folder}/`));
}

function violations(file: string, imports: readonly string[]): string[] {
  const row = rowOf(file);
  if (!row) return [`${file}: its folder has no row in the import table`];
  const free = ['src-main/contract', ...(row === 'src-main/contract' ? [] : ['src-main/texts'])];
  const allowed = [row, ...free, ...(table[row] ?? []), ...(exceptions[file] ?? [])];
  return imports
    .map((specifier) => target(file, specifier))
    .filter((name) => !(row.startsWith('src-main') && name.startsWith('node:')))
    .filter((name) => !allowed.some((one) => within(name, one)))
    .map((name) => `${file} imports ${name}`);
}

const isRoot = (file: string) =>
  file.split('/').length === 2 && compositionRoots.has(file.split('/')[1] ?? '');
/** They run in the build. */
const isToolConfig = (file: string) => /\/(?:vite\.config|svelte\.config|guide-plugin)\.ts$/.test(file);

describe('the import table', () => {
  const files = [...sources('src-main'), ...sources('src-renderer')].filter((file) => !isToolConfig(file));

  test('every import is one that the folder may make', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(
      files.filter((file) => !isRoot(file)).flatMap((file) => violations(file, importsOf(file))),
    ).toEqual([]);
  });

  test('a native package is imported in one place', () => {
    for (const [name, owner] of Object.entries(soleImporters)) {
      const importers = files.filter((file) => importsOf(file).includes(name) && file !== owner);
      expect(importers, name).toEqual([]);
    }
  });

  test('a folder without a row, a forbidden folder and a forbidden package are each found', () => {
    expect(violations('src-main/elsewhere/a.ts', [])).toHaveLength(1);
    expect(violations('src-main/graph/a.ts', ['../models/types.ts'])).toHaveLength(1);
    expect(violations('src-renderer/ui/a.ts', ['node:fs'])).toHaveLength(1);
    expect(violations('src-renderer/ui/a.ts', ['../../src-main/contract/index.ts'])).toEqual([]);
  });
});
