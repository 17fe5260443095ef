import type { XmlElement } from '../package/xml.ts';

/** Properties as they were before a tracked change, and the section: nothing that a format depends on. */
const passing: ReadonlySet<string> = new Set(['w:rPrChange', 'w:pPrChange', 'w:sectPr']);

/**
 * A text that two property lists share if and only if they say the same. No name or value of XML holds the characters
 * that separate them here.
 */
export function signature(element: XmlElement | undefined): string {
  if (!element) return '';
  let text = `\u0001${element.name}`;
  for (const name in element.attributes) text += `\u0002${name}\u0003${element.attributes[name]}`;
  for (const one of element.children)
    if (typeof one !== 'string' && !passing.has(one.name)) text += signature(one);
  return `${text}\u0004`;
}
