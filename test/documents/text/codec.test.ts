import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeBytes, encodeText, placesOf, unencodable } from '../../../src-main/documents/text/codec.ts';
import { placeholderOf } from '../../../src-main/documents/text/placeholder.ts';
import { encodings } from '../../../src-main/documents/text/units.ts';

const encoding = fc.constantFrom(...encodings);
/** Bytes as they come, and bytes that are likely to be characters. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.array(fc.integer({ min: 0x81, max: 0xfe }), { maxLength: 60 }).map((list) => Uint8Array.from(list)),
);

describe('any bytes in any encoding', () => {
  test('are text whose bytes mean the same; the very same in UTF-8 and UTF-16', () => {
    fc.assert(
      fc.property(bytes, encoding, (raw, name) => {
        const text = decodeBytes(raw, name);
        const written = encodeText(text, name);
        if (name.startsWith('utf')) expect(written).toEqual(raw);
        // A byte without a meaning may get one by the second spelling of the character behind it.
        else if (!/[\uf780-\uf87f]/.test(text)) expect(decodeBytes(written, name)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('show no control character, no stray byte order mark, no half of a character', () => {
    fc.assert(
      fc.property(bytes, encoding, (raw, name) => {
        const text = decodeBytes(raw, name).replace(/[\n\r\t]/g, '');
        expect([...text].every((one) => one >= ' ' && one !== '\ufeff' && one !== '\u007f')).toBe(true);
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('have a place for every character', () => {
    fc.assert(
      fc.property(bytes, encoding, (raw, name) => {
        const text = decodeBytes(raw, name);
        const places = placesOf(raw, name);
        expect(places.at(-1)).toEqual([text.length, raw.length]);
        if (!name.startsWith('utf')) return;
        for (const [at, byte] of places)
          expect(encodeText(text.slice(0, at), name)).toEqual(raw.slice(0, byte));
      }),
    );
  });
});

describe('a text', () => {
  test.each(encodings)('in %s is read as it was written', (name) => {
    const text = '公文 ABC\t123，①\r\n第二行。';
    const raw = name.startsWith('utf-16') ? encodeText(text, name) : new Uint8Array(iconv.encode(text, name));
    expect(decodeBytes(raw, name)).toBe(text);
    expect(encodeText(text, name)).toEqual(raw);
  });

  test('shows a byte without a meaning, and the rest around it', () => {
    const raw = (name: 'utf-8' | 'gb18030' | 'big5' | 'shift_jis') =>
      new Uint8Array(
        Buffer.concat([encodeText('前', name), Uint8Array.of(0xff, 0), encodeText('後A', name)]),
      );
    for (const name of ['utf-8', 'gb18030', 'big5', 'shift_jis'] as const) {
      expect(decodeBytes(raw(name), name)).toBe(`前${placeholderOf(0xff)}${placeholderOf(0)}後A`);
      expect(encodeText(decodeBytes(raw(name), name), name)).toEqual(raw(name));
    }
  });

  test('keeps a letter behind a first byte that has no second', () => {
    for (const name of ['gb18030', 'big5', 'shift_jis'] as const)
      expect(decodeBytes(Uint8Array.of(0x85, 0x22, 0x41), name)).toBe(`${placeholderOf(0x85)}"A`);
  });

  test('holds a character of the placeholders’ own range as its bytes', () => {
    const raw = new TextEncoder().encode('a\uf790b');
    expect(decodeBytes(raw, 'utf-8')).toBe(
      `a${placeholderOf(0xef)}${placeholderOf(0x9e)}${placeholderOf(0x90)}b`,
    );
    expect(encodeText(decodeBytes(raw, 'utf-8'), 'utf-8')).toEqual(raw);
  });

  test('of two spellings in one encoding is shown, and written in the usual one', () => {
    expect(decodeBytes(Uint8Array.of(0xa3, 0xa0), 'gb18030')).toBe('\u3000');
    expect([...encodeText('\u3000', 'gb18030')]).toEqual([0xa1, 0xa1]);
  });
});

describe('what an encoding cannot hold', () => {
  test('is listed, each once', () => {
    expect(unencodable('简体字，简单。', 'big5')).toEqual(['简', '单']);
    expect(unencodable('日本語 ¥ 한국 😀 ABC', 'shift_jis')).toEqual(['¥', '한', '국', '😀']);
    expect(unencodable('任何字😀한국é\ue000', 'gb18030')).toEqual([]);
    expect(unencodable('任何字😀', 'utf-16le')).toEqual([]);
  });

  test('is no byte that was there before', () => {
    expect(unencodable(`字${placeholderOf(0xff)}`, 'big5')).toEqual([]);
  });
});
