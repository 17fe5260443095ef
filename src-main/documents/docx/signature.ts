import type { XmlElement } from '../package/xml.ts';

/** Elements that no format depends on: properties before a tracked change, and section properties. */
const passing: ReadonlySet<string> = new Set(['w:rPrChange', 'w:pPrChange', 'w:sectPr']);

/**
 * A text that is equal for two property lists if and only if their content is equal. The separators cannot occur in
 * XML.
 */
export function signature(element: XmlElement | undefined): string {
  if (!element) return '';
  let text = `\u0001${element.name}`;
  for (const name in element.attributes) text += `\u0002${name}\u0003${element.attributes[name]}`;
  for (const one of element.children)
    if (typeof one !== 'string' && !passing.has(one.name)) text += signature(one);
  return `${text}\u0004`;
}
