import { DOMParser, type Schema } from '@tiptap/pm/model';

/**
 * The look of pasted HTML. The content security policy blocks `style` attributes that a parser reads, in documents
 * outside the page too, and allows those that a script sets. Without them, bold text of a `style` comes in plain, and
 * plain text inside `<b style="font-weight:normal">`, which some editors put around everything, comes in bold.
 */

const attribute = 'data-pasted-style';

/** HTML whose `style` attributes wait under another name. Pure. */
export const setStylesAside = (html: string): string =>
  html.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)style(?=\s*=)/gi, `$1${attribute}`));

/** Reads HTML of `setStylesAside`. */
export function pastedParser(schema: Schema): DOMParser {
  const parser = DOMParser.fromSchema(schema);
  return new (class extends DOMParser {
    override parseSlice(dom: Node, options?: Parameters<DOMParser['parseSlice']>[1]) {
      if (dom instanceof Element) {
        for (const one of dom.querySelectorAll<HTMLElement>(`[${attribute}]`)) {
          one.style.cssText = one.getAttribute(attribute) ?? '';
          one.removeAttribute(attribute);
        }
      }
      return super.parseSlice(dom, options);
    }
  })(schema, parser.rules);
}
