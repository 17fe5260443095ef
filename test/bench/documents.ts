import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { JSONContent } from '@tiptap/core';
import { documentFrom, saveDocument } from '../../src-main/documents/document.ts';
import { openText, textOfSize } from './typing.ts';

const text = (words: string): JSONContent => ({
  type: 'paragraph',
  content: [{ type: 'text', text: words }],
});
const cell = (words: string): JSONContent => ({
  type: 'tableCell',
  attrs: { colspan: 1, rowspan: 1, colwidth: null },
  content: [text(words)],
});

/** A page of a report: a heading, paragraphs, a list, a small table; about 700 characters. */
function reportPage(n: number): JSONContent[] {
  const [long = ''] = textOfSize(100).split('\n');
  return [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: `第${n}节　工作情况` }] },
    ...Array.from({ length: 6 }, () => text(long)),
    {
      type: 'bulletList',
      content: ['甲', '乙', '丙'].map((one) => ({ type: 'listItem', content: [text(one)] })),
    },
    {
      type: 'table',
      content: [1, 2].map((row) => ({
        type: 'tableRow',
        content: [cell(`${row}`), cell('部门'), cell('完成')],
      })),
    },
  ];
}

/** From the choice of the file to the frame that shows it, its last paragraph in the page. */
export async function timeDocx(page: Page) {
  const content: JSONContent = {
    type: 'doc',
    content: Array.from({ length: 200 }, (_, i) => reportPage(i + 1)).flat(),
  };
  const doc = documentFrom(
    JSON.stringify({ ...content, content: [...(content.content ?? []), text('全文完')] }),
  );
  const buffer = Buffer.from(await saveDocument(doc, { format: 'docx', source: null, form: null }));
  await page.evaluate(() => {
    const taken = { from: 0, to: 0 };
    Object.assign(window, { openTimes: taken });
    document.addEventListener('change', () => (taken.from = performance.now()), true);
    const watch = () => {
      const last = document.querySelector('.writing')?.lastElementChild?.textContent;
      if (taken.to === 0 && last === '全文完') {
        requestAnimationFrame(() => setTimeout(() => (taken.to = performance.now())));
      } else requestAnimationFrame(watch);
    };
    watch();
  });
  await page
    .locator('input[type=file][accept*=".docx"]')
    .setInputFiles({ name: '报告.docx', mimeType: '', buffer });
  await page.waitForFunction(
    () => (window as unknown as { openTimes: { to: number } }).openTimes.to > 0,
    null,
    {
      timeout: 120_000,
    },
  );
  const { from, to } = await page.evaluate(
    () => (window as unknown as { openTimes: { from: number; to: number } }).openTimes,
  );
  return { milliseconds: to - from, characters: doc.textContent.length, bytes: buffer.length };
}

async function memory(page: Page, serverPid: number) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  const rss =
    process.platform === 'linux'
      ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${serverPid}/status`, 'utf8'))?.[1]) / 1024
      : Number.NaN;
  return { page: usedSize / 2 ** 20, shell: rss };
}

/** Memory of the page's heap (after a collection) and of the shell, around 10,000 edits of a text of 20,000 characters. */
export async function timeEdits(page: Page, serverPid: number) {
  await openText(page, textOfSize(20_000));
  await page.waitForTimeout(1500);
  const before = await memory(page, serverPid);
  await page.evaluate(async () => {
    type Editor = import('@tiptap/core').Editor;
    const { editor } = document.querySelector('.writing') as unknown as { editor: Editor };
    for (let i = 0; i < 10_000; i++) {
      const { state } = editor.view;
      // Spread over the text, an insertion and a deletion in turn: its length stays what it was.
      const at = 1 + ((i * 7919) % (state.doc.content.size - 200));
      const place = Math.min(state.doc.resolve(at).end(), at);
      const { tr } = state;
      editor.view.dispatch(i % 2 === 0 ? tr.insertText('字', place) : tr.delete(place - 1, place));
      if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  await page.waitForTimeout(7000);
  return { before, after: await memory(page, serverPid) };
}
