import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { docxOf } from '../support/docx.ts';
import { expect, open, test, textBox } from './app.ts';

/** What an input method writes next to what is no text replaces its own letters, and nothing else. */

const run = (inner: string, look = '') => `<w:r>${look && `<w:rPr>${look}</w:rPr>`}${inner}</w:r>`;
const text = (words: string, look = '') => run(`<w:t>${words}</w:t>`, look);
const paragraph = (runs: string, look = '') => `<w:p>${look && `<w:pPr>${look}</w:pPr>`}${runs}</w:p>`;
const gap = text('[MASK]', '<w:b/>');
const note = run('<w:footnoteReference w:id="1"/>', '<w:vertAlign w:val="superscript"/>');
/** Without a picture that a browser draws. */
const box = run('<w:object/>', '<w:b/>');

const body = [
  paragraph(text('材料') + gap, '<w:pStyle w:val="1"/>'),
  paragraph(text('材料') + gap),
  paragraph(text('材料') + gap + text('齐全')),
  paragraph(gap + text('材料')),
  paragraph(text('材料', '<w:b/>') + gap),
  paragraph(text('材料') + gap + gap),
  paragraph(text('材料') + text('[MASK]')),
  paragraph(text('材料') + gap, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
  paragraph(text('材料') + note),
  paragraph(text('材料') + box),
  paragraph(text('材料') + box + text('齐全')),
  paragraph(text('材料') + run('<w:br/>', '<w:b/>')),
  `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc>${paragraph(text('材料') + gap)}</w:tc></w:tr></w:tbl>`,
  paragraph(''),
].join('');

const parts = {
  styles:
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
  numbering:
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
  footnotes: '<w:footnote w:id="1"><w:p/></w:footnote>',
};

interface PageNode {
  readonly isInline: boolean;
  readonly isText: boolean;
  readonly nodeSize: number;
  readonly content: { readonly size: number };
  textBetween(from: number, to: number, between: string, leaf: string): string;
  descendants(visit: (node: PageNode, pos: number) => void): void;
}

interface Writing extends HTMLElement {
  editor: {
    state: { doc: PageNode };
    can(): { undo(): boolean };
    commands: { setTextSelection(pos: number): boolean; undo(): boolean };
  };
}

/** Positions in front of and behind everything inside lines that is no text. */
const places = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const root = document.querySelector('.sheet:not([hidden]) .writing') as Writing;
    const found = new Set<number>();
    root.editor.state.doc.descendants((node, pos) => {
      if (node.isInline && !node.isText) found.add(pos).add(pos + node.nodeSize);
    });
    return [...found];
  });

/** Undoes what was written and puts the caret at a position. @returns the text on both sides of it */
const putCaret = (page: Page, pos: number): Promise<[string, string]> =>
  page.evaluate((at) => {
    const root = document.querySelector('.sheet:not([hidden]) .writing') as Writing;
    // Each `commands` begins a transaction of its own.
    while (root.editor.can().undo()) root.editor.commands.undo();
    root.editor.commands.setTextSelection(at);
    const { doc } = root.editor.state;
    return [doc.textBetween(0, at, '\n', '□'), doc.textBetween(at, doc.content.size, '\n', '□')];
  }, pos);

const written = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { doc } = (document.querySelector('.sheet:not([hidden]) .writing') as Writing).editor.state;
    return doc.textBetween(0, doc.content.size, '\n', '□');
  });

test('an input method writes in front of and behind gaps, notes, boxes and breaks of every run', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.start());
  const path = join(bumo.home, 'notice.docx');
  writeFileSync(path, docxOf(body, parts));
  await page.keyboard.press('Control+o');
  await page.getByLabel('文件或文件夹的路径').fill(path);
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toContainText('齐全');
  await expect(textBox(page).locator('[data-styled]').first()).toBeVisible();
  const cdp = await page.context().newCDPSession(page);
  const all = await places(page);
  expect(all.length).toBeGreaterThan(20);
  for (const pos of all) {
    const [before, after] = await putCaret(page, pos);
    for (const letters of ['n', 'ni', "ni'hao"]) {
      const end = letters.length;
      await cdp.send('Input.imeSetComposition', { text: letters, selectionStart: end, selectionEnd: end });
      await expect.poll(() => written(page)).toBe(before + letters + after);
    }
    await cdp.send('Input.insertText', { text: '你好' });
    await expect.poll(() => written(page)).toBe(`${before}你好${after}`);
  }
});

test('after Escape and text that comes without a key, Tab stays in the text', async ({ page, bumo }) => {
  await open(page, await bumo.start());
  await textBox(page).click();
  await page.keyboard.type('a');
  const cdp = await page.context().newCDPSession(page);
  const ways = [
    () => page.keyboard.insertText('会'),
    async () => {
      await cdp.send('Input.imeSetComposition', { text: 'n', selectionStart: 1, selectionEnd: 1 });
      await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
    },
  ];
  for (const write of ways) {
    await page.keyboard.press('Escape');
    await write();
    await page.keyboard.press('Tab');
    await expect(textBox(page)).toBeFocused();
  }
  await expect.poll(() => written(page)).toBe('a会\t\t');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(textBox(page)).not.toBeFocused();
});

test('what is written after the last character of a run was deleted takes no look that the browser remembers', async ({
  page,
  bumo,
}) => {
  const looks = [
    '<w:color w:val="C00000"/>',
    '<w:b/>',
    '<w:sz w:val="40"/>',
    '<w:highlight w:val="yellow"/>',
  ];
  const path = join(bumo.home, 'notice.docx');
  const lines = looks.map((look) => paragraph(text('材料') + text('。', look)));
  writeFileSync(path, docxOf(lines.join(''), parts));
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+o');
  await page.getByLabel('文件或文件夹的路径').fill(path);
  await page.keyboard.press('Enter');
  await expect(textBox(page).locator('[data-styled]').first()).toBeVisible();
  const cdp = await page.context().newCDPSession(page);
  for (const line of await textBox(page).locator('p').all()) {
    await line.click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    // Nothing moves at the end of the text, so that the browser goes on remembering.
    await page.keyboard.type('会');
    await page.keyboard.press('Backspace');
    await cdp.send('Input.imeSetComposition', { text: 'n', selectionStart: 1, selectionEnd: 1 });
    await cdp.send('Input.insertText', { text: '你' });
    await expect(line).toHaveText('材料你');
  }
});
