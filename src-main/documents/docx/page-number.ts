import type { ParagraphFormat } from '../../contract/document-formats.ts';
import { officialNumber } from '../schema/official-formats.ts';
import { lookProperties } from './look-properties.ts';
import type { Markup } from './markup.ts';
import { runChanges } from './new-styles.ts';
import { type ParagraphLook, paragraphChanges } from './paragraph-properties.ts';
import { patchProperties } from './properties.ts';

/** Page numbers of official documents, in new documents and in documents that are laid out officially. */

/**
 * A paragraph `— 1 —`, indented from the outer edge.
 * @param side of the outer edge
 * @param styled the look that the paragraph has by its style alone
 * @param below space below, in points
 */
export function pageNumber(markup: Markup, side: 'left' | 'right', styled: ParagraphLook, below = 0): string {
  const tag: Markup['tag'] = markup.tag.bind(markup);
  const base = styled.format?.base ?? {};
  const format: ParagraphFormat = {
    ...officialNumber.paragraph,
    align: side,
    [side]: officialNumber.inset,
    ...(below !== 0 && { after: { value: below, unit: 'pt' } }),
    base,
  };
  const changes = paragraphChanges(markup, undefined, styled, { ...styled, format }, () => undefined);
  const style = styled.style === null ? null : tag('pStyle', { val: styled.style });
  const properties = patchProperties(markup, 'pPr', undefined, new Map([['pStyle', style], ...changes]));
  const run = (content: string, hint?: 'eastAsia') => {
    const look = runChanges(base, { ...officialNumber.run, ...(hint && { hint }) });
    const own = patchProperties(markup, 'rPr', undefined, lookProperties(markup, look, undefined, base));
    return tag('r', {}, own + content);
  };
  const dash = (text: string) => run(markup.text(text), 'eastAsia');
  const page = tag('fldSimple', { instr: ' PAGE ' }, run(markup.text('1')));
  return tag('p', {}, properties + dash('— ') + page + dash(' —'));
}
