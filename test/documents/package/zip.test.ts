import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openZip, usualZipLimits } from '../../../src-main/documents/package/zip.ts';
import { ZipError } from '../../../src-main/documents/package/zip-directory.ts';
import { type BuiltEntry, buildZip, bytesOf } from './zip-builder.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function kindOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ZipError) return error.kind;
    throw error;
  }
  return 'none';
}

const two: readonly BuiltEntry[] = [
  { name: 'word/document.xml', content: '<正文/>'.repeat(50) },
  { name: 'media/图.png', content: new Uint8Array([1, 2, 3]), method: 0, flags: 0x800 },
];

describe('an archive', () => {
  test('of another writer is read, stored and deflated', () => {
    const zip = openZip(
      zipSync({ 'a/b.xml': bytesOf('甲'.repeat(100)), 'c.bin': [bytesOf('乙'), { level: 0 }] }),
    );
    expect(zip.names).toEqual(['a/b.xml', 'c.bin']);
    expect(textOf(zip.read('a/b.xml'))).toBe('甲'.repeat(100));
    expect(textOf(zip.read('c.bin'))).toBe('乙');
  });

  test.each([
    ['leading bytes', { before: bytesOf('#!/bin/sh junk') }],
    ['a comment', { comment: bytesOf('注释 PK') }],
    [
      'a comment that holds the signature of an end',
      { comment: Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(30)) },
    ],
    ['zip64 records', { zip64: true }],
    ['zip64 records behind leading bytes', { zip64: true, before: bytesOf('junk') }],
    ['bytes behind its end', { after: bytesOf('\0\0\0') }],
    ['a gap before its directory', { gap: bytesOf('a block of something') }],
  ])('with %s is read', (_name, options) => {
    const zip = openZip(buildZip(two, options));
    expect(zip.names).toEqual(['word/document.xml', 'media/图.png']);
    expect(textOf(zip.read('word/document.xml'))).toBe('<正文/>'.repeat(50));
    expect([...zip.read('media/图.png')]).toEqual([1, 2, 3]);
  });

  test.each(['signed', 'bare'] as const)('with %s data descriptors is read, zip64 or not', (descriptor) => {
    for (const zip64 of [false, true]) {
      const zip = openZip(buildZip(two.map((one) => ({ ...one, descriptor, zip64 }))));
      expect(textOf(zip.read('word/document.xml'))).toBe('<正文/>'.repeat(50));
    }
  });

  test('without entries has no names', () => {
    expect(openZip(buildZip([])).names).toEqual([]);
  });
});

describe('a name', () => {
  test('is UTF-8 by its flag or by its bytes, else code page 437', () => {
    const zip = openZip(
      buildZip([
        { name: '甲.xml', content: '1', flags: 0x800 },
        { name: '乙.xml', content: '2' },
        { name: Uint8Array.of(0x81, 0x9a, 0x2e, 0x78), content: '3' },
      ]),
    );
    expect(zip.names).toEqual(['甲.xml', '乙.xml', 'üÜ.x']);
  });

  test('is found whatever its case, its slashes, its leading slash', () => {
    const zip = openZip(
      buildZip([
        { name: 'Word\\Document.XML', content: '1' },
        { name: '/word/styles.xml', content: '2' },
        { name: 'word/', content: '', method: 0 },
      ]),
    );
    expect(zip.names).toEqual(['Word/Document.XML', 'word/styles.xml']);
    expect(textOf(zip.read('word/document.xml'))).toBe('1');
    expect(zip.find('WORD/STYLES.XML')).toBe('word/styles.xml');
    expect(zip.find('word/none.xml')).toBeNull();
  });

  test('that comes twice means the last entry; a name as it is written goes before one in another case', () => {
    const zip = openZip(
      buildZip([
        { name: 'a.xml', content: 'first' },
        { name: 'a.xml', content: 'second' },
        { name: 'b.xml', content: 'small' },
        { name: 'B.xml', content: 'large' },
      ]),
    );
    expect(zip.names).toEqual(['a.xml', 'b.xml', 'B.xml']);
    expect(textOf(zip.read('a.xml'))).toBe('second');
    expect(textOf(zip.read('b.xml'))).toBe('small');
  });
});

describe('what is no sound archive', () => {
  const whole = buildZip(two);

  test.each([
    ['no bytes', new Uint8Array(), 'not-a-zip'],
    ['text', bytesOf('关于召开会议的通知'.repeat(20)), 'not-a-zip'],
    ['an archive without its end', whole.subarray(0, whole.length - 30), 'truncated'],
    ['an archive without its beginning', whole.subarray(100), 'truncated'],
    ['a count that is too high', buildZip(two, { count: 3 }), 'corrupt'],
  ])('%s is named', (_name, bytes, kind) => {
    expect(kindOf(() => openZip(bytes))).toBe(kind);
  });

  test.each([
    ['a wrong checksum', { crc: 1 }, 'corrupt'],
    ['more than announced', { size: 100 }, 'corrupt'],
    ['less than announced', { size: 100_000 }, 'corrupt'],
    ['another method', { method: 12 }, 'corrupt'],
    ['AES encryption', { method: 99 }, 'encrypted'],
    ['encryption', { flags: 1 }, 'encrypted'],
  ])('%s shows when the file is read', (_name, change, kind) => {
    const zip = openZip(buildZip([{ name: 'a.xml', content: 'x'.repeat(5000), ...change }]));
    expect(kindOf(() => zip.read('a.xml'))).toBe(kind);
  });

  test('bytes that are no deflate stream, and a stored entry that is cut, are corrupt', () => {
    const broken = buildZip([{ name: 'a.xml', content: 'x'.repeat(500) }]);
    broken.fill(0xff, 35, 38);
    expect(kindOf(() => openZip(broken).read('a.xml'))).toBe('corrupt');
    const moved = buildZip(two);
    moved.fill(0, 0, 4);
    expect(kindOf(() => openZip(moved).read('word/document.xml'))).toBe('corrupt');
  });

  test('a bomb is refused before it is unpacked: too many entries, too large a file, too much in all', () => {
    const bytes = buildZip([1, 2, 3].map((i) => ({ name: `${i}.xml`, content: new Uint8Array(1000) })));
    expect(kindOf(() => openZip(bytes, { ...usualZipLimits, entries: 2 }))).toBe('too-large');
    expect(kindOf(() => openZip(bytes, { ...usualZipLimits, entry: 999 }).read('1.xml'))).toBe('too-large');
    const zip = openZip(bytes, { ...usualZipLimits, total: 2500 });
    for (const name of ['1.xml', '2.xml', '1.xml', '2.xml']) zip.read(name);
    expect(kindOf(() => zip.read('3.xml'))).toBe('too-large');
  });

  test('an entry that unpacks to more than it announces stops there', () => {
    const bomb = buildZip([{ name: 'a.xml', content: new Uint8Array(50_000_000), size: 1000, crc: 0 }]);
    const before = process.memoryUsage().arrayBuffers;
    expect(kindOf(() => openZip(bomb).read('a.xml'))).toBe('corrupt');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('agrees with an outside reader about what is sound', () => {
    expect(Object.keys(unzipSync(whole))).toEqual([...openZip(whole).names]);
  });
});
