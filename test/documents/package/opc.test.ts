import { describe, expect, test } from 'vitest';
import { openPackage } from '../../../src-main/documents/package/opc.ts';
import { patchZip } from '../../../src-main/documents/package/zip-patch.ts';
import { buildPackage, rels, types, wordText } from './package-builder.ts';
import { buildZip, bytesOf } from './zip-builder.ts';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
  return null;
};

describe('a package', () => {
  const bytes = buildPackage({
    '[Content_Types].xml': types('word/正文.xml'),
    '_rels/.rels': rels(
      ['a', 'extended-properties', 'docProps/app.xml'],
      ['b', 'officeDocument', '/word/%E6%AD%A3%E6%96%87.xml'],
    ),
    'word/document.xml': null,
    'word/正文.xml': wordText('正文'),
    'word/_rels/正文.xml.rels': rels(['rId1', 'styles', 'Styles.xml'], ['rId2', 'numbering', 'none.xml']),
    'word/styles.xml': '\ufeff<styles/>',
  });

  test('is found through its relationships, not by names', () => {
    const opened = openPackage(bytes);
    expect(opened.mainPart).toBe('word/正文.xml');
    expect(opened.text(opened.mainPart)).toBe(wordText('正文'));
    expect(opened.contentType(opened.mainPart)).toContain('document.main');
    expect(opened.related(opened.mainPart, 'styles')).toBe('word/styles.xml');
    expect(opened.related(opened.mainPart, 'numbering')).toBeNull();
    expect(opened.related(opened.mainPart, 'footnotes')).toBeNull();
    expect(opened.relationships('word/styles.xml').size).toBe(0);
    expect(opened.relationships(opened.mainPart).get('rId2')).toMatchObject({ target: 'word/none.xml' });
  });

  test('gives every part’s bytes back for its text, its byte order mark too', () => {
    const opened = openPackage(bytes);
    for (const name of opened.zip.names) {
      expect(opened.text(name).startsWith('\ufeff')).toBe(false);
      expect(opened.encodeText(name, opened.text(name))).toEqual(opened.zip.read(name));
    }
    expect(opened.encodeText('word/new.xml', '<新/>')).toEqual(bytesOf('<新/>'));
  });

  test('that is patched is opened with the change', () => {
    const opened = openPackage(bytes);
    const part = opened.mainPart;
    const changed = new Map([[part, opened.encodeText(part, opened.text(part).replace('正文', '改过'))]]);
    expect(openPackage(patchZip(bytes, changed)).text(part)).toBe(wordText('改过'));
  });
});

describe('what is no sound package', () => {
  test.each([
    ['text', bytesOf('通知'), 'document-is-text'],
    ['an archive', buildZip([{ name: 'a', content: 'b' }]), 'document-is-zip'],
    ['another root', buildPackage({ 'word/document.xml': '<html/>' }), 'document-wrong-root'],
    ['no main part', buildPackage({ 'word/document.xml': null }), 'document-no-main-part'],
  ])('%s is refused by its name', (_name, bytes, code) => {
    expect(codeOf(() => openPackage(bytes))).toBe(code);
  });

  test('a part that is damaged is refused when it is read', () => {
    const damaged = openPackage(
      buildPackage({
        'word/styles.xml': Uint8Array.of(0x3c, 0xff),
        'word/_rels/styles.xml.rels': '<Relationships',
      }),
    );
    expect(codeOf(() => damaged.text('word/styles.xml'))).toBe('document-damaged');
    expect(codeOf(() => damaged.relationships('word/styles.xml'))).toBe('document-damaged');
    expect(codeOf(() => damaged.text('word/none.xml'))).toBe('document-damaged');
  });
});
