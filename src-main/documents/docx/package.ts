import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import { unzipSync } from 'fflate';
import { CodedError } from '../../base/error.ts';

/** An opened .docx: its parts, and small helpers over its XML. */

export interface Package {
  /** Bytes of a part, or undefined. */
  bytes(name: string): Uint8Array | undefined;
  xml(name: string): Document | null;
  readonly names: readonly string[];
}

/** So much unpacked is no document that someone writes: a zip bomb. */
const mostUnpacked = 500_000_000;

function unreadable(cause?: unknown): never {
  const text = {
    zh: '这个文件不是完整的 Word 文档（.docx），没有打开。旧的 .doc 请先在 Word 或 WPS 里另存为 .docx。',
    en: 'This file is no complete Word document (.docx), so it was not opened. Save an old .doc as .docx first.',
  };
  throw new CodedError('document-unreadable', text, cause === undefined ? {} : { cause });
}

/** @throws CodedError `document-unreadable` */
export function openPackage(data: Uint8Array): Package {
  let parts: Record<string, Uint8Array>;
  let total = 0;
  try {
    parts = unzipSync(data, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > mostUnpacked) throw new Error('too large');
        return true;
      },
    });
  } catch (error) {
    return unreadable(error);
  }
  if (!parts['word/document.xml']) return unreadable();
  return {
    names: Object.keys(parts),
    bytes: (name) => parts[name],
    xml(name) {
      const bytes = parts[name];
      if (!bytes) return null;
      try {
        const parser = new DOMParser({
          onError: (level, message) => level !== 'warning' && unreadable(message),
        });
        return parser.parseFromString(new TextDecoder().decode(bytes), 'text/xml');
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

export const children = (element: Node): Element[] => Array.from(element.childNodes).filter(isElement);

/** The first child of a name such as `w:pPr`. */
export const child = (element: Element | undefined | null, name: string): Element | undefined =>
  element ? children(element).find(({ tagName }) => tagName === name) : undefined;

/** `w:val` of a child; null where either is missing. */
export const wordValue = (element: Element | undefined | null, name: string): string | null =>
  child(element, name)?.getAttribute('w:val') ?? null;

/** A switch such as `w:b`: on by being there, off by value. */
export function isOn(element: Element | undefined, name: string): boolean | null {
  const found = child(element, name);
  if (!found) return null;
  return !['0', 'false', 'off', 'none'].includes(found.getAttribute('w:val') ?? 'true');
}
