import { Fragment, type Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import type { Author } from '../../../src-main/documents/format.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { bodyOf, docxOf, find, namespaces, open, partOf, save } from '../../support/docx.ts';

const schema = documentSchema();
const run = (text: string, properties = '') =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t>${text}</w:t></w:r>`;
const p = (inner: string, properties = '') =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${inner}</w:p>`;

/** Replaces a text as the editor does it: the new text looks as the old one did. */
function replace(doc: Node, old: string, text: string): Node {
  const { from, to } = find(doc, old);
  const marks = doc.nodeAt(from)?.marks ?? [];
  const nodes = text === '' ? Fragment.empty : Fragment.from(schema.text(text, marks));
  return new Transform(doc).replaceWith(from, to, nodes).doc;
}

const edit = (bytes: Uint8Array, change: (tr: Transform) => unknown, author?: Author): Uint8Array => {
  const tr = new Transform(open(bytes));
  change(tr);
  tr.doc.check();
  return save(bytes, tr.doc, author ? { author } : {});
};

describe('a file without changes', () => {
  test.each([
    ['text', p(run('甲方应当付款。'))],
    ['no paragraph', ''],
    ['a cell without a paragraph', '<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>'],
    ['a gap that is spread over runs', p(run('没') + run('[MA') + run('SK]', '<w:b/>') + run('。'))],
    ['what nobody knows', p(`<x:y xmlns:x="urn:x"><w:t>字</w:t></x:y>${run('后')}`)],
    ['line ends inside text', p(run('一\n  二'))],
    [
      'a row shorter than the grid',
      '<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>',
    ],
  ])('is written back as the same bytes: %s', (_name, body) => {
    const bytes = docxOf(body);
    expect(Buffer.from(save(bytes, open(bytes))).equals(Buffer.from(bytes))).toBe(true);
  });
});

describe('a changed paragraph', () => {
  test('keeps its properties, its other runs and everything around it', () => {
    const before = p(
      run('前', '<w:i/>') + run('订单没生效', '<w:b/><w:kern w:val="2"/>') + run('后'),
      '<w:jc w:val="center"/>',
    );
    const bytes = docxOf(p(run('一')) + before + p(run('三')));
    const after = save(bytes, replace(open(bytes), '生效', '付款'));
    expect(bodyOf(after)).toBe(
      p(run('一')) +
        p(
          run('前', '<w:i/>') + run('订单没付款', '<w:b/><w:kern w:val="2"/>') + run('后'),
          '<w:jc w:val="center"/>',
        ) +
        p(run('三')),
    );
  });

  test('gives text at the end of a run that run, and ids of sessions stay', () => {
    const bytes = docxOf(
      '<w:p w:rsidR="00A1"><w:r w:rsidRPr="00B2"><w:rPr><w:sz w:val="32"/></w:rPr><w:t>甲</w:t></w:r></w:p>',
    );
    const after = edit(bytes, (tr) => tr.insert(2, schema.text('乙', tr.doc.resolve(2).marks())));
    expect(bodyOf(after)).toBe(
      '<w:p w:rsidR="00A1"><w:r w:rsidRPr="00B2"><w:rPr><w:sz w:val="32"/></w:rPr><w:t>甲乙</w:t></w:r></w:p>',
    );
  });

  test('keeps spaces, tabs, breaks and hyphens that stand in it', () => {
    const inner =
      '<w:r><w:t xml:space="preserve"> 一 </w:t><w:tab/><w:t>二</w:t><w:br/><w:noBreakHyphen/><w:t>三</w:t><w:softHyphen/></w:r>';
    const bytes = docxOf(p(inner + run('四')));
    expect(bodyOf(save(bytes, replace(open(bytes), '四', '五')))).toBe(p(inner + run('五')));
    expect(bodyOf(save(bytes, replace(open(bytes), '二', '2')))).toBe(
      p(inner.replace('二', '2') + run('四')),
    );
  });

  test('writes text that XML would read otherwise so that it is read back', () => {
    const bytes = docxOf(p(run('甲')));
    const text = ' <a> & "b"\t]]> 😊 ';
    expect(open(save(bytes, replace(open(bytes), '甲', text))).textContent).toBe(text);
  });

  test('takes a format off the part that is unmarked alone', () => {
    const bytes = docxOf(p(run('一二三', '<w:b/><w:color w:val="FF0000"/>')));
    const { from, to } = find(open(bytes), '二');
    const after = edit(bytes, (tr) => tr.removeMark(from, to, schema.marks.bold));
    const rest = '<w:b/><w:color w:val="FF0000"/>';
    expect(bodyOf(after)).toBe(p(run('一', rest) + run('二', '<w:color w:val="FF0000"/>') + run('三', rest)));
  });

  test('says “not bold” where the style says bold', () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="H" w:default="1"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>';
    const bytes = docxOf(p(run('一二')), { styles });
    const { from, to } = find(open(bytes), '二');
    const after = edit(bytes, (tr) => tr.removeMark(from, to, schema.marks.bold));
    expect(bodyOf(after)).toBe(p(run('一') + run('二', '<w:b w:val="0"/>')));
  });

  test('gets the properties that a mark changes in the order of the schema', () => {
    const bytes = docxOf(
      p(run('字', '<w:rFonts w:ascii="Arial" w:hint="eastAsia"/><w:sz w:val="21"/><w:lang w:val="en-US"/>')),
    );
    const { from, to } = find(open(bytes), '字');
    const after = edit(bytes, (tr) => {
      const font = tr.doc.nodeAt(from)?.marks.find(({ type }) => type.name === 'font')?.attrs;
      tr.addMark(
        from,
        to,
        schema.marks.font!.create({ ...font, eastAsia: '仿宋', color: 'C00000', vertical: 'super' }),
      );
      tr.addMark(from, to, schema.marks.bold!.create());
    });
    expect(bodyOf(after)).toBe(
      p(
        run(
          '字',
          '<w:rFonts w:ascii="Arial" w:hint="eastAsia" w:eastAsia="仿宋"/><w:b/><w:color w:val="C00000"/><w:sz w:val="21"/><w:vertAlign w:val="superscript"/><w:lang w:val="en-US"/>',
        ),
      ),
    );
  });

  test('keeps bookmarks and comments where they are, around a word that is replaced too', () => {
    const inner = `${run('见')}<w:bookmarkStart w:id="1" w:name="条款"/>${run('第二条')}<w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellStart"/>${run('所述')}`;
    const bytes = docxOf(p(inner));
    expect(bodyOf(save(bytes, replace(open(bytes), '第二条', '第三条')))).toBe(
      p(inner.replace('第二条', '第三条')),
    );
    expect(bodyOf(save(bytes, replace(open(bytes), '所述', '规定')))).toBe(p(inner.replace('所述', '规定')));
  });

  test('keeps the wrappers of its text', () => {
    const relations = `<Relationship Id="rId9" Type="${namespaces.r}/hyperlink" Target="https://example.org/" TargetMode="External"/>`;
    const link = `<w:hyperlink r:id="rId9" w:history="1">${run('链接文字')}</w:hyperlink>`;
    const control = `<w:sdt><w:sdtPr><w:id w:val="5"/><w:text/></w:sdtPr><w:sdtContent>${run('张三')}</w:sdtContent></w:sdt>`;
    const body = p(run('前') + link + run('中') + control + run('后'));
    const bytes = docxOf(body, { relations });
    for (const [old, text] of [
      ['文字', '文本'],
      ['张三', '李四'],
      ['中', '间'],
    ] as const)
      expect(bodyOf(save(bytes, replace(open(bytes), old, text)))).toBe(body.replace(old, text));
  });

  test('loses a link alone where a link is taken off', () => {
    const relations = `<Relationship Id="rId9" Type="${namespaces.r}/hyperlink" Target="https://example.org/" TargetMode="External"/>`;
    const bytes = docxOf(p(`<w:hyperlink r:id="rId9">${run('一二')}</w:hyperlink>`), { relations });
    const { from, to } = find(open(bytes), '二');
    const after = edit(bytes, (tr) => tr.removeMark(from, to, schema.marks.link));
    expect(bodyOf(after)).toBe(p(`<w:hyperlink r:id="rId9">${run('一')}</w:hyperlink>${run('二')}`));
  });

  test('writes a new link as a relationship, the other ones as they were', () => {
    const bytes = docxOf(p(run('见官网')));
    const { from, to } = find(open(bytes), '官网');
    const href = 'https://example.org/?a=1&b=2';
    const after = edit(bytes, (tr) => tr.addMark(from, to, schema.marks.link!.create({ href })));
    const id = /<w:hyperlink r:id="([^"]+)"/.exec(bodyOf(after))?.[1];
    expect(partOf(after, 'word/_rels/document.xml.rels')).toContain(`Id="${id}"`);
    const { from: at } = find(open(after), '官网');
    expect(
      open(after)
        .nodeAt(at)
        ?.marks.find(({ type }) => type.name === 'link')?.attrs.href,
    ).toBe(href);
  });

  test('keeps a field, a formula, a note and a picture as they stand', () => {
    const atoms =
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' +
      '<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath><w:r><w:footnoteReference w:id="2"/></w:r>' +
      '<w:r><w:drawing><wp:inline><wp:extent cx="95250" cy="95250"/></wp:inline></w:drawing></w:r>';
    const bytes = docxOf(p(run('前') + atoms + run('后')));
    const doc = open(bytes);
    const kinds: string[] = [];
    doc.descendants((node) => {
      if (node.type.name === 'atom') kinds.push(String(node.attrs.kind));
    });
    expect(kinds).toEqual(['field', 'formula', 'footnote', 'drawing']);
    expect(bodyOf(save(bytes, replace(doc, '后', '末')))).toBe(p(run('前') + atoms + run('末')));
  });

  test('lets an atom be moved and deleted', () => {
    const formula = '<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>';
    const bytes = docxOf(p(run('一') + formula) + p(run('二')));
    const moved = edit(bytes, (tr) => {
      const atom = tr.doc.nodeAt(2);
      tr.delete(2, 3);
      tr.insert(tr.doc.content.size - 1, atom!);
    });
    expect(bodyOf(moved)).toBe(p(run('一')) + p(run('二') + formula));
    expect(bodyOf(edit(bytes, (tr) => tr.delete(2, 3)))).toBe(p(run('一')) + p(run('二')));
  });

  test('edits the text of a text box and nothing else of it', () => {
    const box = (text: string) =>
      `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${p(run(text), '<w:jc w:val="right"/>')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>`;
    const bytes = docxOf(p(run('外') + box('盒内')));
    const doc = open(bytes);
    const at = 2;
    const inner = structuredClone(doc.nodeAt(at)?.attrs.inner);
    expect(inner).toHaveLength(1);
    inner[0].content[0].text = '改后';
    const after = save(bytes, new Transform(doc).setNodeAttribute(at, 'inner', inner).doc);
    expect(bodyOf(after)).toBe(p(run('外') + box('改后')));
  });

  test('drops a field whose text is deleted, and keeps one whose text is replaced', () => {
    const field = (text: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${text === '' ? '' : run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const bytes = docxOf(p(run('姓名') + field('填写') + run('。')));
    expect(bodyOf(save(bytes, replace(open(bytes), '填写', '王五')))).toBe(
      p(run('姓名') + field('王五') + run('。')),
    );
    expect(bodyOf(save(bytes, replace(open(bytes), '填写', '')))).toBe(p(run('姓名') + run('。')));
  });

  test('puts the writer’s text in the place of a control’s placeholder', () => {
    const control = (placeholder: string, text: string) =>
      `<w:sdt><w:sdtPr>${placeholder}<w:text/></w:sdtPr><w:sdtContent>${run(text)}</w:sdtContent></w:sdt>`;
    const bytes = docxOf(p(control('<w:showingPlcHdr/>', '单击输入')));
    expect(bodyOf(save(bytes, replace(open(bytes), '单击输入', '北京')))).toBe(p(control('', '北京')));
  });
});

describe('gaps', () => {
  test('are found under any spelling, over runs, and come back as they were spelled', () => {
    const body = p(run('订单没') + run('[MA', '<w:b/>') + run('SK]') + run('，原因【mask】。'));
    const bytes = docxOf(body);
    const doc = open(bytes);
    const gaps: unknown[] = [];
    doc.descendants((node) => {
      if (node.type.name === 'gap') gaps.push(node.attrs.spelling);
    });
    expect(gaps).toEqual(['[MASK]', '【mask】']);
    // Filling the second leaves the first one's runs alone.
    const at = find(doc, '。').from - 1;
    const filled = new Transform(doc).replaceWith(at, at + 1, schema.text('不明', doc.nodeAt(at)?.marks)).doc;
    expect(bodyOf(save(bytes, filled))).toBe(body.replace('【mask】', '不明'));
  });
});

describe('paragraphs that come and go', () => {
  const first =
    '<w:p w14:paraId="00000001"><w:pPr><w:ind w:firstLineChars="200"/></w:pPr>' +
    run('一二三四', '<w:b/>') +
    '</w:p>';

  test('a split copies the properties and gives no id twice', () => {
    const bytes = docxOf(first + p(run('末')));
    const after = edit(bytes, (tr) => tr.split(3));
    expect(bodyOf(after)).toBe(
      first.replace('一二三四', '一二') +
        first.replace('一二三四', '三四').replace(' w14:paraId="00000001"', '') +
        p(run('末')),
    );
  });

  test('an empty paragraph before one leaves that one as it is', () => {
    const bytes = docxOf(first);
    expect(bodyOf(edit(bytes, (tr) => tr.split(1)))).toBe(
      `<w:p><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:p>${first}`,
    );
  });

  test('joining keeps the first one’s properties and both ones’ runs', () => {
    const second = p(
      `<w:bookmarkStart w:id="3" w:name="b"/>${run('五', '<w:i/>')}<w:bookmarkEnd w:id="3"/>`,
      '<w:jc w:val="right"/>',
    );
    const bytes = docxOf(first + second);
    const after = edit(bytes, (tr) => tr.join(6));
    expect(bodyOf(after)).toBe(
      first.replace(
        '</w:p>',
        `<w:bookmarkStart w:id="3" w:name="b"/>${run('五', '<w:i/>')}<w:bookmarkEnd w:id="3"/></w:p>`,
      ),
    );
  });

  test('half of a range survives the paragraph that held it', () => {
    const body =
      p(run('一')) +
      p(`<w:commentRangeStart w:id="7"/>${run('二')}`) +
      p(`${run('三')}<w:commentRangeEnd w:id="7"/>`);
    const bytes = docxOf(body);
    const { from } = find(open(bytes), '二');
    const after = bodyOf(edit(bytes, (tr) => tr.delete(from - 1, from + 2)));
    expect(after).toBe(
      `${p(run('一'))}<w:commentRangeStart w:id="7"/>${p(`${run('三')}<w:commentRangeEnd w:id="7"/>`)}`,
    );
  });

  test('a paragraph that was moved takes its bookmarks along, and one that was copied does not double them', () => {
    const marked = p(`<w:bookmarkStart w:id="3" w:name="b"/>${run('二')}<w:bookmarkEnd w:id="3"/>`);
    const bytes = docxOf(p(run('一')) + marked + p(run('三')));
    const doc = open(bytes);
    const node = doc.child(1);
    const moved = new Transform(doc).delete(3, 6).insert(0, node).doc;
    expect(bodyOf(save(bytes, moved))).toBe(marked + p(run('一')) + p(run('三')));
    const copied = new Transform(doc).insert(0, node).doc;
    expect(bodyOf(save(bytes, copied))).toBe(p(run('二')) + p(run('一')) + marked + p(run('三')));
  });

  test('a new paragraph takes the properties of its neighbour', () => {
    const bytes = docxOf(first);
    const fresh = schema.node('paragraph', null, schema.text('五'));
    const after = edit(bytes, (tr) => tr.insert(tr.doc.content.size, fresh));
    expect(bodyOf(after)).toBe(
      `${first}<w:p><w:pPr><w:ind w:firstLineChars="200"/></w:pPr>${run('五')}</w:p>`,
    );
  });

  test('a section’s end stays behind the last part of the paragraph that held it', () => {
    const section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>';
    const bytes = docxOf(p(run('一二'), section) + p(run('三')));
    expect(bodyOf(edit(bytes, (tr) => tr.split(2)))).toBe(
      p(run('一')) + p(run('二'), section) + p(run('三')),
    );
  });

  test('content controls around paragraphs stay around them', () => {
    const control = (inner: string) =>
      `<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent>${inner}</w:sdtContent></w:sdt>`;
    const bytes = docxOf(p(run('一')) + control(p(run('二')) + p(run('三'))) + p(run('四')));
    expect(bodyOf(save(bytes, replace(open(bytes), '二', '2')))).toBe(
      p(run('一')) + control(p(run('2')) + p(run('三'))) + p(run('四')),
    );
  });

  test('a list that the writer made becomes numbered paragraphs, each list with numbers of its own', () => {
    const bytes = docxOf(p(run('前')));
    const item = (text: string) =>
      schema.node('listItem', null, schema.node('paragraph', null, schema.text(text)));
    const list = () => schema.node('orderedList', null, [item('甲'), item('乙')]);
    const after = edit(bytes, (tr) =>
      tr.insert(tr.doc.content.size, [list(), schema.node('paragraph'), list()]),
    );
    const ids = [...bodyOf(after).matchAll(/<w:numId w:val="(\d+)"\/>/g)].map(([, id]) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(2);
    expect(partOf(after, 'word/numbering.xml')).toContain('w:numFmt w:val="decimal"');
    expect(partOf(after, '[Content_Types].xml')).toContain('/word/numbering.xml');
  });

  test('a picture that the writer put in becomes a part of the package', () => {
    const bytes = docxOf(p(run('图')));
    const src = `data:image/png;base64,${Buffer.from([137, 80, 78, 71]).toString('base64')}`;
    const after = edit(bytes, (tr) => tr.insert(2, schema.node('image', { src, width: 100, height: 50 })));
    const picture = find(open(after), '\ufffc');
    expect(open(after).nodeAt(picture.from)?.attrs).toMatchObject({
      kind: 'picture',
      width: 100,
      height: 50,
    });
    expect(open(after).nodeAt(picture.from)?.attrs.part).toMatch(/^word\/media\/.*\.png$/);
  });
});

describe('paragraph formats', () => {
  test('each change writes its own property', () => {
    const bytes = docxOf(p(run('字'), '<w:keepNext/><w:spacing w:line="360" w:lineRule="auto"/>'));
    const doc = open(bytes);
    const format = doc.child(0).attrs.format;
    const changed = {
      ...format,
      align: 'distribute',
      first: { value: 2, unit: 'char' },
      line: { rule: 'exact', value: 28 },
    };
    const after = save(bytes, new Transform(doc).setNodeAttribute(0, 'format', changed).doc);
    expect(bodyOf(after)).toMatch(
      /^<w:p><w:pPr><w:keepNext\/><w:spacing w:line="560" w:lineRule="exact"[^>]*\/><w:ind [^>]*w:firstLineChars="200"[^>]*\/><w:jc w:val="distribute"\/><\/w:pPr>/,
    );
    expect(open(after).child(0).attrs.format).toMatchObject({
      align: 'distribute',
      first: { value: 2, unit: 'char' },
      line: { rule: 'exact', value: 28 },
    });
  });

  test('page size and margins are written into the last section', () => {
    const section =
      '<w:sectPr w:rsidR="00"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>';
    const bytes = docxOf(p(run('字')) + section);
    const doc = open(bytes);
    const page = { ...doc.attrs.page, top: 104.9 };
    expect(bodyOf(save(bytes, new Transform(doc).setDocAttribute('page', page).doc))).toBe(
      p(run('字')) + section.replace('w:top="1440"', 'w:top="2098"'),
    );
  });
});

describe('tables', () => {
  const cell = (text: string, properties = '') =>
    `<w:tc>${properties === '' ? '' : `<w:tcPr>${properties}</w:tcPr>`}${p(text === '' ? '' : run(text))}</w:tc>`;
  const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
  const table = (...rows: string[]) =>
    `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/></w:tblGrid>${rows.join('')}</w:tbl>`;
  const body = table(
    row(cell('甲', '<w:vMerge w:val="restart"/>'), cell('乙')),
    row(cell('', '<w:vMerge/>'), cell('丙', '<w:shd w:val="clear" w:fill="FFFF00"/>')),
    row(cell('丁', '<w:gridSpan w:val="2"/>')),
  );

  test('a changed cell leaves the others, and merged cells, as they are', () => {
    const bytes = docxOf(body + p(''));
    const doc = open(bytes);
    expect(doc.child(0).child(0).child(0).attrs.rowspan).toBe(2);
    expect(doc.child(0).child(2).child(0).attrs.colspan).toBe(2);
    expect(bodyOf(save(bytes, replace(doc, '丙', '新')))).toBe(body.replace('丙', '新') + p(''));
  });

  test('a row that was taken out takes nothing else along', () => {
    const bytes = docxOf(body + p(''));
    const doc = open(bytes);
    const at = doc.child(0).child(0).nodeSize + doc.child(0).child(1).nodeSize + 1;
    const after = new Transform(doc).delete(at, at + doc.child(0).child(2).nodeSize).doc;
    expect(bodyOf(save(bytes, after))).toBe(
      body.replace(row(cell('丁', '<w:gridSpan w:val="2"/>')), '') + p(''),
    );
  });

  test('a row that was put in takes the properties of its neighbour’s cells', () => {
    const bytes = docxOf(body + p(''));
    const doc = open(bytes);
    const fresh = schema.node('tableRow', null, [
      schema.node('tableCell', { colspan: 2 }, schema.node('paragraph', null, schema.text('新'))),
    ]);
    const after = new Transform(doc).insert(doc.child(0).nodeSize - 1, fresh).doc;
    expect(bodyOf(save(bytes, after))).toBe(
      `${body.replace('</w:tbl>', `${row(cell('新', '<w:gridSpan w:val="2"/>'))}</w:tbl>`)}${p('')}`,
    );
  });

  test('text that was written into a place without a cell makes it one', () => {
    const short = table(row(cell('甲'), cell('乙')), row(cell('丙')));
    const bytes = docxOf(short + p(''));
    const doc = open(bytes);
    let at = 0;
    doc.descendants((node, pos) => {
      if (node.attrs.format?.filler) at = pos + 2;
    });
    const after = save(bytes, new Transform(doc).insert(at, schema.text('补')).doc);
    expect(open(after).child(0).child(1).textContent).toBe('丙补');
  });

  test('a table that the writer made has lines and merged cells', () => {
    const bytes = docxOf(p(run('前')));
    const made = schema.node('table', null, [
      schema.node('tableRow', null, [
        schema.node('tableCell', { rowspan: 2 }, schema.node('paragraph', null, schema.text('高'))),
        schema.node('tableCell', null, schema.node('paragraph', null, schema.text('右'))),
      ]),
      schema.node('tableRow', null, [schema.node('tableCell', null, schema.node('paragraph'))]),
    ]);
    const again = open(edit(bytes, (tr) => tr.insert(tr.doc.content.size, [made, schema.node('paragraph')])));
    expect(again.child(1).child(0).child(0).attrs.rowspan).toBe(2);
    expect(again.child(1).textContent).toBe('高右');
  });
});

describe('what came from another file', () => {
  test('brings its text and its look, but no style, numbering or run of that file', () => {
    const there = open(
      docxOf(
        p(
          run('外来', '<w:b/>'),
          '<w:pStyle w:val="X"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>',
        ),
      ),
    );
    const bytes = docxOf(p(run('本地')));
    const after = bodyOf(edit(bytes, (tr) => tr.insert(tr.doc.content.size, there.child(0))));
    expect(after).toBe(p(run('本地')) + p(run('外来', '<w:b/>')));
  });

  test('brings what a reader saw of its fields and notes', () => {
    const field =
      '<w:fldSimple w:instr="PAGE"><w:r><w:t>12</w:t></w:r></w:fldSimple>' +
      '<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>';
    const there = open(docxOf(p(run('第') + field + run('页'))));
    const after = bodyOf(
      edit(docxOf(p(run('本地'))), (tr) => tr.insert(tr.doc.content.size, there.child(0))),
    );
    expect(after).toBe(p(run('本地')) + p(run('第12a=b页')));
  });
});

describe('files of other kinds', () => {
  test('prefixes are the file’s own, whatever they are', () => {
    const main = `<ns0:document xmlns:ns0="${namespaces.w}"><ns0:body><ns0:p><ns0:r><ns0:t>甲乙</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>`;
    const bytes = docxOf('', { main });
    const { from, to } = find(open(bytes), '乙');
    const after = edit(bytes, (tr) => tr.addMark(from, to, schema.marks.bold!.create()).split(to));
    expect(partOf(after)).toBe(
      `<ns0:document xmlns:ns0="${namespaces.w}"><ns0:body><ns0:p><ns0:r><ns0:t>甲</ns0:t></ns0:r><ns0:r><ns0:rPr><ns0:b/></ns0:rPr><ns0:t>乙</ns0:t></ns0:r></ns0:p><ns0:p></ns0:p></ns0:body></ns0:document>`,
    );
  });

  test('a default namespace, which attributes have no part in', () => {
    const main = `<document xmlns="${namespaces.w}"><body><p><r><t>甲乙</t></r></p></body></document>`;
    const bytes = docxOf('', { main });
    const { from, to } = find(open(bytes), '乙');
    const after = edit(bytes, (tr) => tr.addMark(from, to, schema.marks.font!.create({ color: 'FF0000' })));
    const doc = open(after);
    expect(
      doc.nodeAt(find(doc, '乙').from)?.marks.find(({ type }) => type.name === 'font')?.attrs.color,
    ).toBe('FF0000');
  });

  test('the strict conformance class', () => {
    const strict = 'http://purl.oclc.org/ooxml/wordprocessingml/main';
    const main = `<w:document xmlns:w="${strict}"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>`;
    const bytes = docxOf('', { main });
    expect(partOf(save(bytes, replace(open(bytes), '甲', '乙')))).toBe(main.replace('甲', '乙'));
  });

  test('a wrong root is refused', () => {
    const bytes = docxOf('', { main: '<html><body/></html>' });
    expect(() => open(bytes)).toThrow(expect.objectContaining({ code: 'document-wrong-root' }));
  });
});

describe('a file that records changes', () => {
  const settings = '<w:trackRevisions/>';
  const author = { name: '王', date: '2026-01-02T03:04:05Z' };
  const change = (kind: string, id: number, inner: string) =>
    `<w:${kind} w:id="${id}" w:author="王" w:date="2026-01-02T03:04:05Z">${inner}</w:${kind}>`;

  test('gets edits as insertions and deletions under the writer’s name', () => {
    const bytes = docxOf(p(run('订单没生效。', '<w:b/>')), { settings });
    const after = save(bytes, replace(open(bytes), '生效', '付款'), { author });
    const bold = '<w:rPr><w:b/></w:rPr>';
    expect(bodyOf(after)).toBe(
      p(
        run('订单没', '<w:b/>') +
          change('del', 1, `<w:r>${bold}<w:delText>生效</w:delText></w:r>`) +
          change('ins', 2, run('付款', '<w:b/>')) +
          run('。', '<w:b/>'),
      ),
    );
  });

  test('records paragraphs that came and went', () => {
    const bytes = docxOf(p(run('一二')) + p(run('三')) + p(run('四')), { settings });
    const split = edit(bytes, (tr) => tr.split(2), author);
    expect(bodyOf(split)).toBe(
      p(run('一'), `<w:rPr>${change('ins', 1, '').replace('></w:ins>', '/>')}</w:rPr>`) +
        p(run('二')) +
        p(run('三')) +
        p(run('四')),
    );
    const { from } = find(open(bytes), '三');
    const gone = edit(bytes, (tr) => tr.delete(from - 1, from + 2), author);
    expect(bodyOf(gone)).toBe(
      p(run('一二')) +
        p(
          change('del', 1, '<w:r><w:delText>三</w:delText></w:r>'),
          `<w:rPr>${change('del', 2, '').replace('></w:del>', '/>')}</w:rPr>`,
        ) +
        p(run('四')),
    );
  });

  test('shows what others inserted and deleted', () => {
    const inserted = `<w:ins w:id="4" w:author="李" w:date="2025-01-01T00:00:00Z">${run('新')}</w:ins>`;
    const deleted = '<w:del w:id="5" w:author="李"><w:r><w:delText>旧</w:delText></w:r></w:del>';
    const body = p(run('甲') + inserted + deleted + run('乙'));
    const bytes = docxOf(body);
    const doc = open(bytes);
    expect(doc.nodeAt(2)?.marks.find(({ type }) => type.name === 'inserted')?.attrs.author).toBe('李');
    expect(doc.nodeAt(3)?.attrs).toMatchObject({ kind: 'deleted', text: '旧' });
    expect(bodyOf(save(bytes, replace(doc, '乙', '丙')))).toBe(body.replace('乙', '丙'));
  });
});

describe('random edits', () => {
  test('a slice put elsewhere brings its text and its look', () => {
    const bytes = docxOf(p(run('一', '<w:b/>') + run('二')) + p(run('三')));
    const doc = open(bytes);
    const after = save(bytes, new Transform(doc).replace(5, 5, doc.slice(1, 3)).doc);
    expect(bodyOf(after)).toBe(
      p(run('一', '<w:b/>') + run('二')) + p(run('一', '<w:b/>') + run('二') + run('三')),
    );
  });
});

describe('a list that the writer numbers anew', () => {
  const level = (at: number, text: string) =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering =
    `<w:abstractNum w:abstractNumId="4">${level(0, '%1.')}${level(1, '%2)')}</w:abstractNum>` +
    `<w:num w:numId="7"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride><w:lvlOverride w:ilvl="1">${level(1, '[%2]')}</w:lvlOverride></w:num>`;
  const item = (text: string, at = 0) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const source = docxOf(item('甲') + item('乙') + item('丙', 1), { numbering });

  test('is a numbering of the file with a start of its own', () => {
    const doc = open(source);
    const tr = new Transform(doc);
    doc.forEach((node, pos, index) => {
      if (index === 0) return;
      const anew = { list: 1, level: 0, start: 3 };
      tr.setNodeAttribute(pos, 'numbering', { ...node.attrs.numbering, anew });
    });
    const after = save(source, tr.doc);
    const numId = (id: number) => `<w:numId w:val="${id}"/>`;
    expect(bodyOf(after).match(/<w:numId w:val="\d+"\/>/g)).toEqual([numId(7), numId(8), numId(8)]);
    // The levels that the numbering defines itself come along, what it starts anew does not.
    expect(partOf(after, 'word/numbering.xml')).toContain(
      `<w:num w:numId="8"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride><w:lvlOverride w:ilvl="1">${level(1, '[%2]')}</w:lvlOverride></w:num>`,
    );
    expect(open(after).children.map(({ attrs }) => attrs.numbering)).toEqual([
      { id: '7', level: 0 },
      { id: '8', level: 0 },
      { id: '8', level: 1 },
    ]);
    // Every save begins with the file that was opened.
    expect(save(source, tr.doc)).toEqual(after);
  });
});
