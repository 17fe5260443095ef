import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openZip } from '../../../src-main/documents/package/zip.ts';
import { readDirectory, ZipError } from '../../../src-main/documents/package/zip-directory.ts';
import { patchZip } from '../../../src-main/documents/package/zip-patch.ts';
import { type BuiltArchive, type BuiltEntry, buildZip, bytesOf } from './zip-builder.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const entry = (bytes: Uint8Array, name: string) => {
  const found = readDirectory(bytes, 1000).records.findLast((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
/** Bytes of an entry from its local header to the end of its data. */
const rawOf = (bytes: Uint8Array, name: string): Uint8Array => {
  const { start, compressed } = entry(bytes, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  return bytes.subarray(start, data + compressed);
};

const three: readonly BuiltEntry[] = [
  { name: '[Content_Types].xml', content: '<Types/>', extra: Uint8Array.of(0xfe, 0xca, 2, 0, 7, 7) },
  { name: 'word/document.xml', content: '<文/>'.repeat(80), flags: 6, descriptor: 'signed', comment: '注' },
  { name: 'word/media/图.png', content: new Uint8Array([9, 8, 7]), method: 0, flags: 0x800 },
];
const layouts: readonly BuiltArchive[] = [
  {},
  { before: bytesOf('junk before') },
  { comment: bytesOf('archive comment') },
  { zip64: true },
  { zip64: true, before: bytesOf('junk') },
  { gap: bytesOf('gap'), after: bytesOf('after') },
];

describe('a patch', () => {
  test.each(layouts)('without a change gives the same bytes: %o', (layout) => {
    const bytes = buildZip(three, layout);
    expect(patchZip(bytes, new Map())).toEqual(bytes);
    const same = new Map([['word/document.xml', bytesOf('<文/>'.repeat(80))]]);
    expect(patchZip(bytes, same)).toEqual(bytes);
    expect(patchZip(bytes, new Map([['word/none.xml', null]]))).toEqual(bytes);
  });

  test.each(layouts)('changes one file and copies the others: %o', (layout) => {
    const bytes = buildZip(three, layout);
    const out = patchZip(bytes, new Map([['word/document.xml', bytesOf('<新/>'.repeat(500))]]));
    const [before, after] = [openZip(bytes), openZip(out)];
    expect(after.names).toEqual(before.names);
    expect(textOf(after.read('word/document.xml'))).toBe('<新/>'.repeat(500));
    for (const name of ['[Content_Types].xml', 'word/media/图.png'])
      expect(rawOf(out, name)).toEqual(rawOf(bytes, name));
    if (!layout.before && !layout.zip64)
      expect(textOf(unzipSync(out)['word/document.xml'] ?? new Uint8Array())).toContain('新');
    const head = entry(bytes, 'word/document.xml').start;
    expect(out.subarray(0, head)).toEqual(bytes.subarray(0, head));
  });

  test.each(layouts)('there and back again gives what was there: %o', (layout) => {
    const bytes = buildZip(
      three.map(({ descriptor: _descriptor, ...one }) => one),
      layout,
    );
    const original = openZip(bytes).read('word/document.xml');
    const there = patchZip(
      bytes,
      new Map([
        ['word/document.xml', bytesOf('other')],
        ['word/new.xml', bytesOf('n')],
      ]),
    );
    const back = patchZip(
      there,
      new Map([
        ['word/document.xml', original],
        ['word/new.xml', null],
      ]),
    );
    // Packed anew, so only the packed bytes may differ; everything around them is as it was.
    expect(openZip(back).names).toEqual(openZip(bytes).names);
    for (const name of openZip(bytes).names)
      expect(openZip(back).read(name)).toEqual(openZip(bytes).read(name));
  });

  test('keeps name, flags, method, time, extra fields and comment of a changed file; its descriptor goes', () => {
    const bytes = buildZip([
      { ...(three[0] as BuiltEntry), comment: '旧' },
      { ...(three[1] as BuiltEntry), zip64: true, extra: Uint8Array.of(0xfe, 0xca, 1, 0, 5) },
    ]);
    const out = patchZip(bytes, new Map([['WORD/document.xml', bytesOf('x')]]));
    const view = new DataView(out.buffer);
    const { start, flags, method, at, end } = entry(out, 'word/document.xml');
    expect([flags, method]).toEqual([6, 8]);
    expect(view.getUint16(start + 6, true)).toBe(6);
    const old = entry(bytes, 'word/document.xml');
    expect(out.subarray(start + 10, start + 14)).toEqual(bytes.subarray(old.start + 10, old.start + 14));
    expect(view.getUint32(start + 22, true)).toBe(1);
    const extra = start + 30 + 'word/document.xml'.length;
    expect([...out.subarray(extra, extra + 5)]).toEqual([0xfe, 0xca, 1, 0, 5]);
    expect(view.getUint16(start + 28, true)).toBe(5);
    expect(textOf(out.subarray(end - 3, end))).toBe('注');
    expect(end - at).toBe(46 + 'word/document.xml'.length + 5 + 3);
    // Nothing is left of the descriptor.
    expect(start + rawOf(out, 'word/document.xml').length).toBe(readDirectory(out, 10).start);
    expect(textOf(out.subarray(at + 46, at + 46 + 17))).toBe('word/document.xml');
    expect(textOf(unzipSync(out)['word/document.xml'] ?? new Uint8Array())).toBe('x');
  });

  test('of a zip64 archive leaves its locator right', () => {
    const out = patchZip(buildZip(three, { zip64: true }), new Map([['word/new.xml', bytesOf('n')]]));
    const { zip64, ending } = readDirectory(out, 10);
    expect(Number(new DataView(out.buffer).getBigUint64(ending - 20 + 8, true))).toBe(zip64);
  });

  test('keeps a stored file stored', () => {
    const out = patchZip(buildZip(three), new Map([['word/media/图.png', new Uint8Array(100)]]));
    expect(entry(out, 'word/media/图.png').method).toBe(0);
    expect(unzipSync(out)['word/media/图.png']).toEqual(new Uint8Array(100));
  });

  test('adds files behind the last and removes others, every entry of the name', () => {
    const bytes = buildZip([...three, { name: 'word/document.xml', content: 'again' }]);
    const out = patchZip(
      bytes,
      new Map<string, Uint8Array | null>([
        ['word/Document.xml', null],
        ['word/media/新.png', new Uint8Array([5])],
        ['word/long.xml', bytesOf('长'.repeat(200))],
      ]),
    );
    expect(Object.keys(unzipSync(out))).toEqual([
      '[Content_Types].xml',
      'word/media/图.png',
      'word/media/新.png',
      'word/long.xml',
    ]);
    expect(entry(out, 'word/media/新.png').method).toBe(0);
    expect(entry(out, 'word/long.xml').method).toBe(8);
    expect(out.length).toBeLessThan(bytes.length + 300);
  });

  test('of a duplicate name changes the entry that counts', () => {
    const bytes = buildZip([...three, { name: 'word/document.xml', content: 'last' }]);
    const out = patchZip(bytes, new Map([['word/document.xml', bytesOf('newer')]]));
    expect(textOf(openZip(out).read('word/document.xml'))).toBe('newer');
    expect(readDirectory(out, 10).records.filter(({ name }) => name === 'word/document.xml')).toHaveLength(2);
  });

  test('of entries that share their bytes leaves the other one as it was', () => {
    const bytes = buildZip([
      { name: 'a.xml', content: 'shared' },
      { name: 'b.xml', content: 'shared', sameAs: 0 },
    ]);
    const out = openZip(patchZip(bytes, new Map([['a.xml', bytesOf('own')]])));
    expect([textOf(out.read('a.xml')), textOf(out.read('b.xml'))]).toEqual(['own', 'shared']);
    const without = openZip(patchZip(bytes, new Map([['a.xml', null]])));
    expect(textOf(without.read('b.xml'))).toBe('shared');
  });

  test('replaces a file that cannot be unpacked', () => {
    const bytes = buildZip([{ name: 'a.xml', content: 'abc', crc: 1 }, ...three]);
    const out = openZip(patchZip(bytes, new Map([['a.xml', bytesOf('abc')]])));
    expect(textOf(out.read('a.xml'))).toBe('abc');
  });

  test('of an encrypted file is refused', () => {
    const bytes = buildZip([{ name: 'a.xml', content: 'abc', flags: 1 }]);
    const attempt = () => patchZip(bytes, new Map([['a.xml', bytesOf('x')]]));
    expect(attempt).toThrow(expect.objectContaining({ kind: 'encrypted' }));
    expect(attempt).toThrow(ZipError);
  });

  test('gives the same bytes whenever it is made', () => {
    const change = new Map([['word/x.xml', bytesOf('x')]]);
    expect(patchZip(buildZip(three), change)).toEqual(patchZip(buildZip(three), change));
  });

  test('of any archive holds what was asked for, and the rest unchanged', () => {
    const name = fc.constantFrom('a.xml', 'b/c.xml', 'B/d.xml', 'e\\f.xml', 'g.xml');
    const content = fc.uint8Array({ maxLength: 200 });
    const entries = fc.uniqueArray(
      fc.record(
        {
          name,
          content,
          method: fc.constantFrom(0, 8),
          descriptor: fc.constantFrom('signed' as const, 'bare' as const),
          zip64: fc.boolean(),
          extra: fc.constantFrom(new Uint8Array(), Uint8Array.of(0xfe, 0xca, 2, 0, 1, 2)),
        },
        { requiredKeys: ['name', 'content'] },
      ),
      { selector: (one) => one.name },
    );
    const changes = fc.array(fc.tuple(fc.oneof(name, fc.constant('new/h.xml')), fc.option(content)));
    fc.assert(
      fc.property(entries, fc.constantFrom(...layouts), changes, (list, layout, changed) => {
        const bytes = buildZip(list, layout);
        const zip = openZip(bytes);
        const expected = new Map(zip.names.map((one) => [one, zip.read(one)]));
        for (const [key, value] of new Map(changed)) {
          const plain = key.replaceAll('\\', '/');
          if (value) expected.set(plain, value);
          else expected.delete(plain);
        }
        const out = openZip(patchZip(bytes, new Map(changed)));
        expect(new Map(out.names.map((one) => [one, out.read(one)]))).toEqual(expected);
        expect(bytes).toEqual(buildZip(list, layout));
      }),
      { numRuns: 300 },
    );
  });
});
