import type { Node } from '@tiptap/pm/model';
import type { SaveContext } from './save-context.ts';

/** Writes blocks that WordprocessingML has no element for as paragraphs. */
export function writePlain(
  { markup }: SaveContext,
  kind: 'code' | 'rule' | 'pageBreak' | 'spacer',
  node: Node,
): string {
  const paragraph = (inner: string) => markup.tag('p', {}, inner);
  if (kind === 'spacer') return paragraph('');
  if (kind === 'pageBreak') return paragraph(markup.tag('r', {}, markup.tag('br', { type: 'page' })));
  if (kind === 'rule') {
    const line = markup.line('bottom', 6, { space: 1 });
    return paragraph(markup.tag('pPr', {}, markup.tag('pBdr', {}, line)));
  }
  const look = markup.tag('rPr', {}, markup.tag('rFonts', { ascii: 'Consolas', hAnsi: 'Consolas' }));
  return node.textContent
    .split('\n')
    .map((line) => paragraph(line === '' ? '' : markup.tag('r', {}, `${look}${lineContent(line, markup)}`)))
    .join('');
}

const lineContent = (line: string, markup: SaveContext['markup']): string =>
  line
    .split('\t')
    .map((text) => (text === '' ? '' : markup.text(text)))
    .join(markup.tag('tab'));
