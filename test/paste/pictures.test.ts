import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { type Picture, pictureHtml, picturesInRtf } from '../../src-renderer/paste/pictures.ts';

const hex = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => i % 256)).toString('hex');
const bytesOf = (address: string | null | undefined) =>
  Buffer.from((address ?? '').replace(/^[^,]*,/, ''), 'base64').toString('hex');

describe('pictures in RTF', () => {
  test('are taken in their order, without the copies for old readers', () => {
    const rtf = String.raw`{\rtf1{\*\shppict{\pict{\*\picprop{\sp{\sn a}{\sv 1}}}\pngblip\picw9{\*\blipuid ab}
${hex(10_000)}}}{\nonshppict{\pict\wmetafile8 0102}}text{\pict\jpegblip
${hex(7).slice(0, 6)}
${hex(7).slice(6)}}}`;
    const found = picturesInRtf(rtf);
    expect(found.map((one) => one?.slice(0, 22))).toEqual([
      'data:image/png;base64,',
      'data:image/jpeg;base64',
    ]);
    expect(bytesOf(found[0])).toBe(hex(10_000));
    expect(bytesOf(found[1])).toBe(hex(7));
  });

  test('of another format, or broken, keep their place empty', () => {
    expect(
      picturesInRtf(`{\\pict\\emfblip ${hex(9)}}{\\pict\\pngblip zz${hex(9)}}{\\pict\\pngblip ${hex(9)}1}`),
    ).toEqual([null, null, null]);
  });

  test('a group that ends nowhere is read to the end', () => {
    expect(picturesInRtf(`{\\pict\\pngblip ${hex(9)}`)).toHaveLength(1);
    expect(picturesInRtf('{\\pict'.repeat(20_000)).length).toBeGreaterThan(0);
  });
});

describe('what is shown of a picture', () => {
  const shown = (picture: Partial<Picture>, linked = false, held: string | null = null) => {
    let lost = 0;
    const result = pictureHtml({ src: '', alt: '', width: null, height: null, ...picture }, linked, {
      take: () => held,
      lose: () => lost++,
    });
    return { result, lost };
  };
  const png = 'data:image/png;base64,AAAA';
  const local = 'file:///C:/a.png';

  test('one that the HTML or the clipboard holds is the picture, in pixels', () => {
    const result = { kind: 'html', html: `<img src="${png}" alt="甲&quot;" width="20" height="40">` };
    expect(shown({ src: png, alt: '甲"', width: '20', height: '30pt' })).toEqual({ result, lost: 0 });
    expect(shown({ src: local, alt: '甲"', width: '15pt', height: '40px' }, false, png)).toEqual({
      result,
      lost: 0,
    });
  });

  test('a local one leaves its words; the name of a file is none', () => {
    expect(shown({ src: local, alt: '组织结构图' })).toEqual({
      result: { kind: 'text', text: '组织结构图' },
      lost: 1,
    });
    for (const alt of ['图片 1', 'Picture 12', 'clip_image002.png', ''])
      expect(shown({ src: local, alt })).toEqual({ result: null, lost: 1 });
  });

  test('one of the web is an address, but in a link', () => {
    const src = 'https://example.com/a/%E5%9B%BE.png?x=1';
    expect(shown({ src })).toEqual({ result: { kind: 'text', text: '图.png', href: src }, lost: 1 });
    expect(shown({ src, alt: '天气' }, true)).toEqual({ result: { kind: 'text', text: '天气' }, lost: 1 });
  });

  test('a smiley is its sign, a dot that counts readers is nothing, and neither is lost', () => {
    expect(shown({ src: 'https://example.com/s.png', alt: '😀' })).toEqual({
      result: { kind: 'text', text: '😀' },
      lost: 0,
    });
    expect(shown({ src: 'https://example.com/1.gif', width: '1', height: '1' })).toEqual({
      result: null,
      lost: 0,
    });
  });

  test('what documents do not take is lost: drawings, scripts', () => {
    for (const src of ['data:image/svg+xml;base64,AAAA', 'data:text/html,x', 'javascript:alert(1)'])
      expect(shown({ src })).toEqual({ result: null, lost: 1 });
  });
});
