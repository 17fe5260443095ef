import { createHash } from 'node:crypto';
import type { Node } from '@tiptap/pm/model';
import { uriOf } from '../package/namespaces.ts';
import type { Package } from '../package/opc.ts';
import { relationshipsPart, targetFrom, withContentType, withRelationship } from '../package/opc-parts.ts';
import { escapeXml, insertInto, parseXml } from '../package/xml.ts';
import { createListNumberings } from './list-numbering.ts';
import { Markup } from './markup.ts';
import type { PackageEdits, TextPart } from './package-edits.ts';
import { wordPart, wordType } from './word-part.ts';

/** Other parts of the package as far as a change of the text needs them. */

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
};

/** English Metric Units in a pixel of 96 to the inch. */
const emuPerPixel = 9525;
/** Pixels of a picture whose size nobody said; and as wide as the text of a page may be. */
const usualSize = { width: 300, height: 200, most: 580 };

interface Picture {
  readonly bytes: Uint8Array;
  readonly extension: string;
}

function pictureOf({ attrs }: Node): Picture | null {
  const [, extension = '', data = ''] =
    /^data:image\/(\w+);base64,(.*)$/s.exec(String(attrs.src ?? '')) ?? [];
  if (!mediaTypes[extension]) return null;
  return { bytes: new Uint8Array(Buffer.from(data, 'base64')), extension };
}

function sizeOf({ attrs }: Node): { width: number; height: number } {
  const known = (value: unknown, usual: number) => (typeof value === 'number' && value > 0 ? value : usual);
  const width = known(attrs.width, usualSize.width);
  const height = known(attrs.height, usualSize.height);
  const scale = Math.min(1, usualSize.most / width);
  return { width: Math.round(width * scale * emuPerPixel), height: Math.round(height * scale * emuPerPixel) };
}

/** A picture in the line of text (20.4.2.8), with its own namespaces: the file may not declare them. */
function inlineDrawing(markup: Markup, relation: string, image: Node, id: number): string {
  const { width, height } = sizeOf(image);
  const name = escapeXml(String(image.attrs.alt ?? '') || `图片 ${id}`);
  const uri = (prefix: string) => uriOf(prefix, markup.strict) ?? '';
  return markup.tag(
    'drawing',
    {},
    `<wp:inline xmlns:wp="${uri('wp')}" distT="0" distB="0" distL="0" distR="0">` +
      `<wp:extent cx="${width}" cy="${height}"/><wp:docPr id="${id}" name="${name}" descr="${name}"/>` +
      `<a:graphic xmlns:a="${uri('a')}"><a:graphicData uri="${uri('pic')}">` +
      `<pic:pic xmlns:pic="${uri('pic')}"><pic:nvPicPr><pic:cNvPr id="${id}" name="${name}"/><pic:cNvPicPr/></pic:nvPicPr>` +
      `<pic:blipFill><a:blip xmlns:r="${uri('r')}" r:embed="${relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
      `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm>` +
      '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>',
  );
}

export interface CollectedEdits extends PackageEdits {
  /**
   * Adds a footer.
   * @param write its inner XML, in the new part's own markup
   * @returns the id of its relationship
   */
  footer(write: (markup: Markup) => string): string;
  /** @param change settings as they are by now, null for none, into those that shall be */
  settings(change: (xml: string | null) => string): void;
  rewrite(part: string, xml: string): void;
  /** The parts that changed or came. */
  changes(): ReadonlyMap<string, Uint8Array>;
}

export function createPackageEdits(files: Package, strict: boolean): CollectedEdits {
  const texts = new Map<string, string>();
  const media = new Map<string, Uint8Array>();
  const relations = new Map<string, string>();
  let pictures = 0;

  const current = (part: string): string | null =>
    texts.get(part) ?? (files.has(part) ? files.text(part) : null);
  const typeUri = (kind: string) => `${uriOf('r', strict)}/${kind}`;

  function relate(kind: string, target: string, external: boolean): string {
    const key = `${kind} ${target}`;
    const known = relations.get(key);
    if (known) return known;
    const part = relationshipsPart(files.mainPart);
    const { xml, id } = withRelationship(current(part), { type: typeUri(kind), target, external });
    texts.set(part, xml);
    relations.set(key, id);
    return id;
  }

  const beside = (name: string) => [...files.mainPart.split('/').slice(0, -1), name].join('/');

  function declare(part: string, type: string): void {
    const types = '[Content_Types].xml';
    texts.set(types, withContentType(current(types) ?? '', part, type));
  }

  function addMedia({ bytes, extension }: Picture): string {
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const part = beside(`media/bumo-${name}.${extension}`);
    media.set(part, bytes);
    declare(part, mediaTypes[extension] ?? '');
    return relate('image', targetFrom(files.mainPart, part), false);
  }

  function addWordPart(kind: string, part: string, xml: string): string {
    texts.set(part, xml);
    declare(part, wordType(kind));
    return relate(kind, targetFrom(files.mainPart, part), false);
  }

  /** A part that a document has once. */
  function single(kind: string): TextPart {
    const known = files.related(files.mainPart, kind);
    const part = known ?? beside(`${kind}.xml`);
    return {
      read: () => current(part),
      write: (xml) => (known === null ? addWordPart(kind, part, xml) : texts.set(part, xml)),
    };
  }

  function footer(write: (markup: Markup) => string): string {
    let number = 1;
    while (current(beside(`footer${number}.xml`)) !== null) number++;
    const empty = wordPart('ftr', '', strict);
    const document = parseXml(empty);
    const xml = insertInto(empty, document.root, write(new Markup(document)));
    return addWordPart('footer', beside(`footer${number}.xml`), xml);
  }

  const settings = single('settings');

  return {
    relate: (type, target) => relate(type, target, true),
    picture(markup, image) {
      const picture = pictureOf(image);
      if (!picture) return markup.text(String(image.attrs.alt ?? ''));
      return inlineDrawing(markup, addMedia(picture), image, 9000 + ++pictures);
    },
    ...createListNumberings(single('numbering')),
    footer,
    settings: (change) => settings.write(change(settings.read())),
    rewrite: (part, xml) => texts.set(part, xml),
    changes: () =>
      new Map<string, Uint8Array>([
        ...media,
        ...[...texts].map(([part, text]) => [part, files.encodeText(part, text)] as const),
      ]),
  };
}
