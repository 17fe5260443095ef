import { describe, expect, test } from 'vitest';
import {
  parseContentTypes,
  parseRelationships,
  relationshipsPart,
  resolveTarget,
  targetFrom,
  withContentType,
  withRelationship,
} from '../../../src-main/documents/package/opc-parts.ts';
import { rels, types } from './package-builder.ts';

const image = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
const nothing = () => null;

describe('a target', () => {
  test.each([
    ['word/document.xml', 'styles.xml', 'word/styles.xml'],
    ['word/document.xml', './media/a.png', 'word/media/a.png'],
    ['word/document.xml', '../customXml/item1.xml', 'customXml/item1.xml'],
    ['word/document.xml', '/word/media/a.png', 'word/media/a.png'],
    ['word/document.xml', 'media\\a.png', 'word/media/a.png'],
    ['word/document.xml', '../../../a.xml', 'a.xml'],
    ['word/document.xml', 'other.xml#bookmark', 'word/other.xml'],
    ['', 'word/document.xml', 'word/document.xml'],
  ])('of %s, %s, is %s', (part, target, name) => {
    expect(resolveTarget(part, target)).toBe(name);
  });

  test('from a part leads to the part again', () => {
    for (const [part, name] of [
      ['word/document.xml', 'word/media/图 1.png'],
      ['word/document.xml', 'customXml/item1.xml'],
      ['', 'docProps/core.xml'],
      ['word/glossary/document.xml', 'word/media/a.png'],
    ] as const)
      expect(resolveTarget(part, targetFrom(part, name))).toBe(name);
  });

  test('that is percent-encoded, or should be, means the part that there is', () => {
    const read = (target: string, ...names: string[]) =>
      parseRelationships(rels(['a', 'image', target]), 'word/document.xml', (name) =>
        names.includes(name) ? name : null,
      ).get('a')?.target;
    expect(read('media/%E5%9B%BE%201.png', 'word/media/图 1.png')).toBe('word/media/图 1.png');
    expect(read('media/图 1.png', 'word/media/%E5%9B%BE%201.png')).toBe('word/media/%E5%9B%BE%201.png');
    expect(read('media/100%.png', 'word/media/100%.png')).toBe('word/media/100%.png');
    expect(read('media/%E5%9B%BE.png')).toBe('word/media/图.png');
    const found = parseRelationships(rels(['a', 'image', '%E5%9B%BE.png']), '', (name) =>
      name.toLowerCase() === '图.png' ? '图.PNG' : null,
    );
    expect(found.get('a')?.target).toBe('图.PNG');
  });
});

describe('relationships', () => {
  test('lie beside their part', () => {
    expect(relationshipsPart('word/document.xml')).toBe('word/_rels/document.xml.rels');
    expect(relationshipsPart('')).toBe('_rels/.rels');
  });

  test('have the same kind in both conformance classes; external targets stay as they are', () => {
    const xml = `<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships">
      <r:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="styles.xml"/>
      <r:Relationship Id="b" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="c.xml"/>
      <r:Relationship Id="c" Type="${image}" Target="../%41?x=1#y" TargetMode="External"/></r:Relationships>`;
    const found = parseRelationships(xml, 'word/document.xml', nothing);
    expect([...found.values()].map(({ kind }) => kind)).toEqual(['styles', 'commentsExtended', 'image']);
    expect(found.get('c')).toMatchObject({ external: true, target: '../%41?x=1#y' });
  });

  test.each([
    ['', rels(['rId7', 'styles', 'styles.xml'], ['x', 'image', 'a.png'])],
    [
      'r:',
      rels(['rId7', 'styles', 'styles.xml'])
        .replaceAll(/<(\/?)(R)/g, '<$1r:$2')
        .replace('xmlns=', 'xmlns:r='),
    ],
  ])('take one more with the prefix “%s”, everything else as it is written', (prefix, before) => {
    const { xml, id } = withRelationship(before, { type: image, target: 'media/图 1.png' });
    const added = `<${prefix}Relationship Id="rId8" Type="${image}" Target="media/%E5%9B%BE%201.png"/>`;
    expect(id).toBe('rId8');
    expect(xml).toBe(before.replace(`</${prefix}Relationships>`, `${added}</${prefix}Relationships>`));
  });

  test('that are an empty tag, or missing, are opened or begun', () => {
    const empty =
      '<?xml version="1.0"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships" />\n<!-- end -->';
    const link = { type: 'http://x/hyperlink', target: 'https://例.cn/?a=1&b="2"', external: true };
    for (const before of [empty, null]) {
      const { xml, id } = withRelationship(before, link);
      expect(parseRelationships(xml, 'word/document.xml', nothing).get(id)).toEqual({
        id: 'rId1',
        type: link.type,
        kind: 'hyperlink',
        target: link.target,
        external: true,
      });
    }
    expect(withRelationship(empty, link).xml.endsWith('</Relationships>\n<!-- end -->')).toBe(true);
  });
});

describe('content types', () => {
  const xml = types('word/document.xml');

  test('are those of a part, else of its extension, whatever the case', () => {
    const type = parseContentTypes(xml);
    expect(type('WORD/document.xml')).toContain('wordprocessingml.document.main');
    expect(type('word/styles.XML')).toBe('application/xml');
    expect(type('word/a.png')).toBeNull();
  });

  test('take a part more, once, and change one that is there', () => {
    const more = withContentType(xml, 'word/media/图.png', 'image/png');
    expect(parseContentTypes(more)('word/media/图.png')).toBe('image/png');
    expect(more.replace(/<Override PartName="\/word\/media[^>]*>/, '')).toBe(xml);
    expect(withContentType(more, 'word/media/图.png', 'image/png')).toBe(more);
    const other = withContentType(more, 'word/media/图.png', 'image/x-png');
    expect(parseContentTypes(other)('word/media/图.png')).toBe('image/x-png');
    expect(other.match(/图|%E5/g)).toHaveLength(1);
  });
});
