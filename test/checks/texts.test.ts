import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import { render } from '../../src-main/texts/message.ts';
import { table } from '../../src-main/texts/table.ts';
import { argumentsOf } from '../support/icu.ts';
import { sources } from '../support/imports.ts';

/** The one table of texts: nothing missing, nothing unused, every argument filled. */

const root = resolve(import.meta.dirname, '../..');
const entries = Object.entries(table);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesOf(one);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value;
    for (const one of Object.values(value)) yield* nodesOf(one);
  }
}

const files = [...sources('src-main'), ...sources('src-renderer')]
  .filter((file) => !file.startsWith('src-main/texts/tables/'))
  .map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const source = file.endsWith('.svelte') ? text : `<script lang="ts">\n${text}\n</script>`;
    return { file, nodes: [...nodesOf(parse(source, { modern: true }))] };
  });

/** The code that a call names, and the names of what it fills in; null for values that are not written out. */
function callOf(node: Node): { code: string; given: string[] | null } | null {
  const { callee, arguments: given } = node;
  if (node.type !== 'CallExpression' || !isNode(callee) || !Array.isArray(given)) return null;
  if (!['t', 'message'].includes(String(callee.name))) return null;
  const [code, values] = given as Node[];
  if (code?.type !== 'Literal') return null;
  if (values === undefined) return { code: String(code.value), given: [] };
  if (values.type !== 'ObjectExpression') return { code: String(code.value), given: null };
  const properties = values.properties as Node[];
  if (properties.some(({ type }) => type !== 'Property')) return { code: String(code.value), given: null };
  const names = properties.map(({ key }) => String((key as Node).name ?? (key as Node).value));
  return { code: String(code.value), given: names.toSorted() };
}

const calls = files.flatMap(({ file, nodes }) =>
  nodes.flatMap((node) => {
    const call = callOf(node);
    return call ? [{ file, ...call }] : [];
  }),
);

test('no code stands in two tables', async () => {
  const names = readdirSync(join(root, 'src-main/texts/tables'));
  const tables = await Promise.all(names.map((name) => import(`../../src-main/texts/tables/${name}`)));
  const codes = tables.flatMap((one) => Object.values(one).flatMap((part) => Object.keys(part as object)));
  expect(codes.length).toBeGreaterThan(1000);
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
});

test.each(entries)('%s asks for the same in both languages', (_, { zh, en }) => {
  expect(zh).not.toBe('');
  expect(argumentsOf(en)).toEqual(argumentsOf(zh));
});

test('every text that is named is in the table', () => {
  expect(calls.length).toBeGreaterThan(500);
  expect(calls.filter(({ code }) => !Object.hasOwn(table, code))).toEqual([]);
});

test('every text is given what it asks for', () => {
  const wrong = calls.filter(({ code, given }) => {
    const asked = argumentsOf(table[code as keyof typeof table].zh);
    return given !== null && given.join() !== asked.join();
  });
  expect(wrong).toEqual([]);
});

test('every text of the table is used', () => {
  const nodes = files.flatMap((one) => one.nodes);
  const named = new Set(nodes.filter(({ type }) => type === 'Literal').map(({ value }) => value));
  const templates = nodes
    .filter(({ type, expressions }) => type === 'TemplateLiteral' && (expressions as unknown[]).length > 0)
    .map(({ quasis }) => (quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked))
    .filter((parts) => /^[a-z][A-Za-z.]*\.|^\.[a-z]+$/i.test(parts.find((part) => part !== '') ?? ''));
  const patterns = templates.map(
    (parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[A-Za-z0-9-]+')}$`),
  );
  const unused = Object.keys(table).filter(
    (code) => !named.has(code) && !patterns.some((pattern) => pattern.test(code)),
  );
  expect(unused).toEqual([]);
});

describe('a text', () => {
  test('fills other texts in, in the language of the reader', () => {
    const text = { code: 'failure.unknown', values: { doing: { code: 'failure.saving' } } };
    expect(render(text, 'zh')).toMatch(/^保存没有成功/);
    expect(render(text, 'en')).toMatch(/^Saving failed/);
  });

  test('lists several as the language does', () => {
    const doing = [{ code: 'failure.saving' }, { code: 'failure.opening' }];
    const text = { code: 'failure.unknown', values: { doing } };
    expect(render(text, 'zh')).toMatch(/^保存、打开文档没有成功/);
    expect(render(text, 'en')).toMatch(/^Saving, Opening the document failed/);
  });

  test('of a later Bumo shows its code, and one that lacks a value its template', () => {
    expect(render({ code: 'later.text', values: { n: 1 } }, 'zh')).toBe('later.text');
    expect(render({ code: 'failure.unknown' }, 'en')).toMatch(/^\{doing\} failed/);
  });

  test('that no table holds stands in its values', () => {
    expect(render({ code: 'as-written', values: { zh: '模型', en: 'model' } }, 'en')).toBe('model');
  });
});
