import { docxOf, namespaces } from './docx.ts';

/** A file of several pages of twenty lines each, with a header, a footer and page numbers. */

const declared = Object.entries(namespaces)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');
const part = (root: 'hdr' | 'ftr', inner: string) => `<w:${root} ${declared}>${inner}</w:${root}>`;
const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (inner: string, pPr = '') => `<w:p><w:pPr>${pPr}</w:pPr>${inner}</w:p>`;
const field = (code: string) => `<w:fldSimple w:instr=" ${code} ">${run('9')}</w:fldSimple>`;
const relation = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="${namespaces.r}/${kind}" Target="${target}"/>`;

/** A page holds 20 lines of 30 points between margins of 100. */
const section =
  '<w:sectPr><w:headerReference w:type="default" r:id="rH"/><w:footerReference w:type="default" r:id="rF"/>' +
  '<w:pgSz w:w="11906" w:h="16000"/><w:pgMar w:top="2000" w:right="1474" w:bottom="2000" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';

const rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>';

/** @param lines of the text before a page break; two lines stand behind it */
export const pagedFile = (lines: number): Uint8Array =>
  docxOf(
    [
      ...Array.from({ length: lines }, (_none, i) => paragraph(run(`第${i + 1}行。`))),
      paragraph('<w:r><w:br w:type="page"/></w:r>'),
      paragraph(run('附件')),
      paragraph(run('末行。')),
      section,
    ].join(''),
    {
      styles:
        '<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:line="600" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>' +
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
      relations: relation('rH', 'header', 'header1.xml') + relation('rF', 'footer', 'footer1.xml'),
      more: {
        'word/header1.xml': part(
          'hdr',
          paragraph(run('安阳市安全生产委员会'), `${rule}<w:jc w:val="center"/>`),
        ),
        'word/footer1.xml': part(
          'ftr',
          paragraph(`${run('第 ')}${field('PAGE')}${run(' 页，共 ')}${field('NUMPAGES')}${run(' 页')}`),
        ),
      },
    },
  );
