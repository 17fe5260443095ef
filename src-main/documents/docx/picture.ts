import type { Node } from '@tiptap/pm/model';
import { uriOf } from '../package/namespaces.ts';
import { escapeXml } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import type { Markup } from './markup.ts';
import { emuPerPixel } from './measures.ts';

/** Pictures that the writer put in. */

/** Media types by the extension of a part's name. */
const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
};

/** In pixels: the size of an image node without one, and the greatest width. */
const usualSize = { width: 300, height: 200, most: 580 };

export interface Picture {
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly type: string;
}

/** The picture of an `image` node; null for an address, or a type that Word does not show. */
export function pictureOf({ attrs }: Node): Picture | null {
  const [, extension = '', data = ''] =
    /^data:image\/(\w+);base64,(.*)$/s.exec(String(attrs.src ?? '')) ?? [];
  const type = own(mediaTypes, extension);
  return type === undefined ? null : { bytes: new Uint8Array(Buffer.from(data, 'base64')), extension, type };
}

function sizeOf({ attrs }: Node): { width: number; height: number } {
  const known = (value: unknown, usual: number) => (typeof value === 'number' && value > 0 ? value : usual);
  const width = known(attrs.width, usualSize.width);
  const height = known(attrs.height, usualSize.height);
  const scale = Math.min(1, usualSize.most / width);
  return { width: Math.round(width * scale * emuPerPixel), height: Math.round(height * scale * emuPerPixel) };
}

/**
 * A picture in the line of text (20.4.2.8). It declares its own namespaces: the file may not.
 * @param relation id of the relationship to the picture's part
 * @param id of the drawing, unique in the document
 */
export function inlineDrawing(markup: Markup, relation: string, image: Node, id: number): string {
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
