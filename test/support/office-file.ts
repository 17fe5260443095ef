import { deflateSync } from 'node:zlib';
import { buildPackage, rels } from '../documents/package/package-builder.ts';

/** A file as an office makes it: a notice with its red rule, numbered clauses, a table with merged cells, a picture. */

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
].join(' ');

const part = (root: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${root} ${namespaces}>${content}</w:${root}>`;

const fonts = (name: string) =>
  `<w:rFonts w:eastAsia="${name}" w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>`;
const size = (points: number) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;

const style = (id: string, name: string, pPr: string, rPr: string, next = '') =>
  `<w:style w:type="paragraph" w:styleId="${id}"${id === 'a' ? ' w:default="1"' : ''}><w:name w:val="${name}"/>` +
  `${id === 'a' ? '' : '<w:basedOn w:val="a"/>'}${next ? `<w:next w:val="${next}"/>` : ''}<w:qFormat/>` +
  `<w:pPr>${pPr}</w:pPr><w:rPr>${rPr}</w:rPr></w:style>`;

const styles = part(
  'styles',
  '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"/>' +
    '</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>' +
    style(
      'a',
      'Normal',
      '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>',
      fonts('仿宋_GB2312') + size(16),
    ) +
    style(
      'a3',
      'Title',
      '<w:spacing w:before="560" w:after="560" w:line="600" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>',
      fonts('方正小标宋简体') + size(22),
      'a',
    ) +
    style('1', 'heading 1', '<w:keepNext/><w:outlineLvl w:val="0"/>', fonts('黑体') + size(16), 'a') +
    style('2', 'heading 2', '<w:keepNext/><w:outlineLvl w:val="1"/>', fonts('楷体_GB2312') + size(16), 'a') +
    style('a5', 'No Spacing', '<w:ind w:firstLineChars="0" w:firstLine="0"/>', ''),
);

const level = (index: number, format: string, text: string, left: number, run = '') =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:suff w:val="${index === 9 ? 'space' : 'tab'}"/>` +
  `<w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${left}" w:hanging="480" w:firstLineChars="0"/></w:pPr>${run}</w:lvl>`;

const numbering = part(
  'numbering',
  `<w:abstractNum w:abstractNumId="0">${level(0, 'chineseCountingThousand', '第%1条', 960)}${level(1, 'chineseCountingThousand', '（%2）', 1440)}${level(2, 'decimal', '%3.', 1920)}</w:abstractNum>` +
    `<w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '\uf06c', 960, '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>')}</w:abstractNum>` +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
);

const run = (text: string, rPr = '') =>
  `<w:r>${rPr ? `<w:rPr>${rPr}</w:rPr>` : ''}${text
    .split('\t')
    .map((piece) => `<w:t xml:space="preserve">${piece}</w:t>`)
    .join('<w:tab/>')}</w:r>`;
const paragraph = (content: string, pPr = '') =>
  `<w:p>${pPr ? `<w:pPr>${pPr}</w:pPr>` : ''}${content.startsWith('<') || content === '' ? content : run(content)}</w:p>`;
const styled = (id: string) => `<w:pStyle w:val="${id}"/>`;
const item = (id: number, at: number) => `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${id}"/></w:numPr>`;

const noIndent = '<w:ind w:firstLineChars="0" w:firstLine="0"/>';

const cell = (text: string, width: number, tcPr = '', jc = 'center') =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${tcPr}<w:vAlign w:val="center"/></w:tcPr>${paragraph(
    run(text, size(12)),
    `<w:spacing w:line="400" w:lineRule="exact"/>${noIndent}<w:jc w:val="${jc}"/>`,
  )}</w:tc>`;
const row = (cells: string, height = 560) =>
  `<w:tr><w:trPr><w:trHeight w:val="${height}" w:hRule="atLeast"/></w:trPr>${cells}</w:tr>`;
const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map(
    (edge) =>
      `<w:${edge} w:val="single" w:sz="${edge.startsWith('inside') ? 4 : 12}" w:space="0" w:color="auto"/>`,
  )
  .join('');
const table =
  `<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>` +
  '<w:tblGrid><w:gridCol w:w="1700"/><w:gridCol w:w="3572"/><w:gridCol w:w="1786"/><w:gridCol w:w="1786"/></w:tblGrid>' +
  row(
    ['时间', '内容', '主持人', '备注']
      .map((text, i) =>
        cell(text, [1700, 3572, 1786, 1786][i] ?? 0, '<w:shd w:val="clear" w:color="auto" w:fill="D9E2F3"/>'),
      )
      .join(''),
  ) +
  row(
    cell('上午九时', 1700, '<w:vMerge w:val="restart"/>') +
      cell('开幕；通报全年安全生产情况', 3572, '', 'left') +
      cell('王主任', 1786) +
      cell('', 1786, '<w:vMerge w:val="restart"/>'),
  ) +
  row(
    cell('', 1700, '<w:vMerge/>') +
      cell('部署下一阶段重点工作', 3572, '', 'left') +
      cell('李主任', 1786) +
      cell('', 1786, '<w:vMerge/>'),
  ) +
  row(
    cell(
      '注：请与会人员提前十分钟入场。',
      8844,
      '<w:gridSpan w:val="4"/><w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/>',
      'left',
    ),
    800,
  ) +
  '</w:tbl>';

const field = (code: string, result: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

const emu = (pixels: number) => pixels * 9525;
const drawing = (id: string, width: number, height: number) =>
  `<w:r><w:drawing><wp:inline><wp:extent cx="${emu(width)}" cy="${emu(height)}"/><wp:docPr id="1" name="图 1"/><a:graphic>` +
  '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>' +
  `<a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

const tracked = (kind: 'ins' | 'del', text: string) =>
  `<w:${kind} w:id="9" w:author="审核人" w:date="2026-03-01T08:00:00Z"><w:r><w:${kind === 'ins' ? 't' : 'delText'}>${text}</w:${kind === 'ins' ? 't' : 'delText'}></w:r></w:${kind}>`;

const red = '<w:color w:val="FF0000"/>';
const rule = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="FF0000"/></w:pBdr>';

const body = [
  paragraph(
    run('安阳市安全生产委员会文件', `${fonts('方正小标宋简体')}${red}<w:w w:val="90"/>${size(36)}`),
    `<w:spacing w:line="1000" w:lineRule="exact"/>${noIndent}<w:jc w:val="distribute"/>`,
  ),
  paragraph('安安委〔2026〕12号', `${rule}<w:spacing w:before="300"/>${noIndent}<w:jc w:val="center"/>`),
  paragraph('关于召开年度安全生产工作会议的通知', styled('a3')),
  paragraph('各县（市、区）人民政府，市安委会各成员单位：', noIndent),
  paragraph(
    run('为') +
      run('深入贯彻', '<w:b/>') +
      run('落实安全生产工作部署，经研究，定于下周一召开会议') +
      '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>' +
      run('。现将有关事项通知如下，请认真') +
      tracked('del', '学习') +
      tracked('ins', '贯彻执行') +
      run('。'),
  ),
  paragraph('一、会议内容', styled('1')),
  paragraph('（一）总体安排', styled('2')),
  paragraph(
    run('会议用水按每人500毫升准备，水质符合') +
      run('H') +
      run('2', '<w:vertAlign w:val="subscript"/>') +
      run('O标准，场地不少于120 m') +
      run('2', '<w:vertAlign w:val="superscript"/>') +
      run('；') +
      run('务必于三月五日前报名', '<w:highlight w:val="yellow"/>') +
      run('，') +
      run('逾期不候', '<w:u w:val="wave"/><w:color w:val="C00000"/>') +
      run('。见第') +
      field(' PAGEREF x ', '3') +
      run('页，公式') +
      '<m:oMath><m:r><m:t>a²+b²=c²</m:t></m:r></m:oMath>' +
      run('。'),
  ),
  paragraph(
    '各单位应当落实安全生产责任制，主要负责人是第一责任人，对本单位安全生产工作全面负责。',
    item(1, 0),
  ),
  paragraph('建立健全安全生产规章制度。', item(1, 1)),
  paragraph('每季度检查一次。', item(1, 2)),
  paragraph('保证安全生产投入。', item(1, 1)),
  paragraph('本通知自印发之日起施行。', item(1, 0)),
  paragraph('会议材料', item(2, 0)),
  paragraph('签到表', item(2, 0)),
  paragraph('二、日程', styled('1')),
  table,
  paragraph(
    run('联系人：王工\t电话：0372-1234567'),
    `${styled('a5')}<w:tabs><w:tab w:val="left" w:pos="4800"/></w:tabs>`,
  ),
  paragraph(
    run('附件：安全生产责任书\t3'),
    `${styled('a5')}<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>`,
  ),
  paragraph(
    drawing('rId9', 240, 120),
    `<w:spacing w:line="240" w:lineRule="auto"/>${noIndent}<w:jc w:val="center"/>`,
  ),
  paragraph(
    '安阳市安全生产委员会',
    `<w:spacing w:before="560"/><w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>`,
  ),
  paragraph('2026年3月1日', `<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>`),
  paragraph('<w:r><w:br w:type="page"/></w:r>'),
  paragraph('附件', `${styled('a5')}`),
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>',
].join('');

const footnotes = part('footnotes', `<w:footnote w:id="2">${paragraph('会期半天。')}</w:footnote>`);

/** A picture of stripes, as PNG. */
function stripes(width: number, height: number): Uint8Array {
  const rows = Array.from({ length: height }, (_none, y) => [
    0,
    ...Array.from({ length: width }, (_also, x) =>
      (x + y) % 24 < 12 ? [43, 87, 151] : [233, 239, 248],
    ).flat(),
  ]);
  const crcTable = Array.from({ length: 256 }, (_none, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (name: string, data: Uint8Array) => {
    const typed = Buffer.concat([Buffer.from(name), data]);
    let crc = 0xffffffff;
    for (const byte of typed) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    typed.copy(out, 4);
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8 + data.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', new Uint8Array())]),
  );
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const contentTypes = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${word}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${word}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${word}.numbering+xml"/><Override PartName="/word/footnotes.xml" ContentType="${word}.footnotes+xml"/></Types>`;

export const officeFile = (): Uint8Array =>
  buildPackage({
    '[Content_Types].xml': contentTypes,
    'word/document.xml': part('document', `<w:body>${body}</w:body>`),
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/footnotes.xml': footnotes,
    'word/media/image1.png': stripes(240, 120),
    'word/_rels/document.xml.rels': rels(
      ['rId1', 'styles', 'styles.xml'],
      ['rId2', 'numbering', 'numbering.xml'],
      ['rId3', 'footnotes', 'footnotes.xml'],
      ['rId9', 'image', 'media/image1.png'],
    ),
  });
