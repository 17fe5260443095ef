import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { marked, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import { sources } from '../support/imports.ts';
import { canOpenSocket, packagesWithSockets, shippedPackages } from '../support/sockets.ts';

/** What can open a socket is in the table of `resources/docs/security.md`, and nothing else is. */

const root = resolve(import.meta.dirname, '../..');
const page = marked.lexer(readFileSync(join(root, 'resources/docs/security.md'), 'utf8'));

/** The first column of the first table under a heading, each name once. */
function namesUnder(heading: string): string[] {
  const start = page.findIndex(
    (token) => token.type === 'heading' && (token as Tokens.Heading).text === heading,
  );
  const table = page.slice(start).find((token): token is Tokens.Table => token.type === 'table');
  const names = table?.rows.map(([first]) => first?.text.replaceAll('`', '') ?? '') ?? [];
  return [...new Set(names)].toSorted();
}

test('packages that can open a socket are listed with their setting', () => {
  expect(shippedPackages(root).size).toBeGreaterThan(50);
  expect(packagesWithSockets(root)).toEqual(namesUnder('Dependencies that can open a socket'));
});

/** Requests, servers and the command of Maven; a source's own `fetch` method is none. */
const ownSocket =
  /(?:await|return|=|\()\s*fetch\(|^import \{[^}]*\} from 'node:(?:net|https?|http2|dgram|tls|dns(?:\/promises)?)'|'mvn'/m;
const withoutTypes = (code: string) =>
  code.replaceAll(/^import type .*$/gm, '').replaceAll(/\btype \w+,?/g, '');

test('files of Bumo that open a socket are listed', () => {
  const found = [...sources('src-main'), ...sources('src-renderer')].filter((file) =>
    ownSocket.test(withoutTypes(readFileSync(join(root, file), 'utf8'))),
  );
  expect(found.toSorted()).toEqual(namesUnder("Code of Bumo's own that opens a socket"));
});

test.each([
  ['a.js', 'const https = require("https");'],
  ['a.mjs', "import { connect } from 'node:tls';"],
  ['a.cjs', 'return fetch(address)'],
  ['a.js', 'const r = new XMLHttpRequest();'],
  ['a.node', 'ELF\0getaddrinfo\0'],
  ['libx.so.1', 'ELF\0getaddrinfo\0'],
])('%s with %j is found', (name, text) => {
  expect(canOpenSocket(name, Buffer.from(text))).toBe(true);
});

test.each([
  ['a.js', '/* fetch(x) */ prefetch(y); one.fetch(z)'],
  ['a.js', "import { join } from 'node:path';"],
  ['a.md', 'fetch(x)'],
  ['a.node', 'ELF\0open\0'],
])('%s with %j is not', (name, text) => {
  expect(canOpenSocket(name, Buffer.from(text))).toBe(false);
});
