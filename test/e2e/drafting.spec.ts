import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { openDocument } from '../../src-main/documents/document.ts';
import { callFrom } from '../support/page-call.ts';
import { expect, open, picture, test, textBox } from './app.ts';
import { whenDrawn } from './layout.ts';

test.use({ weights: 'real' });

/** A notice of two pages of A4, as an office writes one. */
const notice = [
  '关于开展年度安全生产检查工作的通知',
  '各部门、各直属单位：',
  '为进一步落实安全生产责任，排查治理各类事故隐患，保障职工生命财产安全，根据上级有关部署，结合我单位实际，决定在全单位范围内开展年度安全生产检查。现将有关事项通知如下：',
  '一、检查目的',
  '通过检查，全面掌握各部门安全生产工作情况，及时发现并消除隐患，督促各级负责人履行职责，推动安全管理制度落到实处，为完成全年各项任务创造稳定的环境。',
  '二、检查时间和范围',
  '检查自十二月一日开始，至十二月二十日结束，分为自查、抽查和整改三个阶段。检查范围包括办公场所、生产车间、仓库、食堂、职工宿舍以及在建工程，重点部位为配电室、锅炉房和危险品存放点。',
  '三、检查内容',
  '（一）制度建设情况。是否建立健全安全生产责任制，是否制定应急预案并定期组织演练，是否做到有章可循、有据可查。',
  '（二）设备运行情况。消防器材是否齐全有效，电气线路是否规范，特种设备是否按期检验，操作人员是否持证上岗。',
  '（三）人员教育情况。新职工上岗前是否接受培训，班组是否坚持每周一次安全学习，外来施工人员是否纳入统一管理。',
  '（四）隐患整改情况。以往检查发现的问题是否已经整改到位，暂时不能整改的是否采取了防范措施，是否明确了责任人和完成期限。',
  '四、工作要求',
  '（一）提高认识，加强领导。各部门要把这次检查摆上重要位置，主要负责人亲自部署，分管负责人具体落实，做到任务到岗、责任到人。',
  '（二）突出重点，注重实效。要深入现场，逐项对照，不走过场。对发现的问题，能够当场整改的立即整改；不能当场整改的，列入清单，限期解决。',
  '（三）严肃纪律，强化督导。检查组要实事求是反映情况，不得弄虚作假。对工作不力、隐患突出的部门，将予以通报批评，并追究有关人员的责任。',
  '（四）及时总结，按时上报。各部门应当于十二月二十二日前，将自查情况、整改结果和下一步打算形成书面报告，报办公室汇总。',
  '联系人：办公室值班人员。请各部门接到通知后，尽快传达到每一名职工，并结合自身工作认真组织实施。检查中遇到的新情况、新问题，请及时与办公室沟通，以便统一研究处理。',
  '特此通知。',
];

/** Words of two to five characters and the marks between them, as an input method is fed. */
const clauses = (line: string): string[] => line.match(/[\p{Script=Han}]{1,4}|[^\p{Script=Han}]/gu) ?? [];

/** Letters first, then the chosen characters. */
async function compose(cdp: CDPSession, clause: string): Promise<void> {
  const letters = 'pinyin'.slice(0, Math.min(6, clause.length + 1));
  for (const text of [letters.slice(0, 1), letters]) {
    await cdp.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
  await cdp.send('Input.insertText', { text: clause });
}

/** Where every block stands, to half a pixel. */
const layout = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.writing > *')].map((block) => {
      const { top, height } = block.getBoundingClientRect();
      return [Math.round(top * 2), Math.round(height * 2)];
    }),
  );

/** After a pause the app asks what may follow the text; where it does not ask, it is silent all the pause. */
const whenAnswered = (page: Page, end: string): Promise<unknown> =>
  page
    .waitForResponse(
      (response) =>
        response.url().endsWith('/call/suggest.next') &&
        (response.request().postDataJSON() as { before: string }).before.endsWith(end),
      { timeout: 700 },
    )
    .catch(() => null);

const textNow = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('.writing > p')].map((p) => p.textContent));

test('a two-page notice drafted with an input method comes out letter by letter, into a .docx and back', async ({
  page,
  context,
  bumo,
}) => {
  test.setTimeout(900_000);
  await open(page, await bumo.serve());
  await callFrom(page, 'settings.set', { inlineLevel: 'eager', inlineDelayMs: 150 });
  const cdp = await context.newCDPSession(page);
  await textBox(page).click();
  const lines: string[] = [];
  let offered = 0;
  let taken = 0;
  for (const [n, planned] of notice.entries()) {
    if (n > 0) await page.keyboard.press('Enter');
    let line = '';
    for (const [i, clause] of clauses(planned).entries()) {
      await compose(cdp, clause);
      line += clause;
      if (i % 6 !== 4) continue;
      // The writer stops to think: a word may be offered, and nothing moves.
      const answered = whenAnswered(page, line);
      const before = await layout(page);
      await answered;
      await whenDrawn(page);
      expect(await layout(page)).toEqual(before);
      const ghost = await page
        .getByTestId('ghost')
        .getAttribute('data-text', { timeout: 50 })
        .catch(() => null);
      if (ghost === null) continue;
      offered++;
      // Every other one is taken and taken back by one undo; the rest are written over.
      if (offered % 2 === 0) continue;
      taken++;
      await page.keyboard.press('Tab');
      await expect.poll(async () => (await textNow(page)).at(-1)).toBe(line + ghost);
      await page.keyboard.press('Control+z');
    }
    lines.push(line);
    expect(await textNow(page)).toEqual(lines);
  }
  expect(lines).toEqual(notice);
  expect(offered).toBeGreaterThan(0);
  expect(taken).toBeGreaterThan(0);
  await expect(page.getByTestId('live')).not.toHaveText('');
  await picture(page, 'notice');

  const path = join(bumo.home, '通知.docx');
  await page.keyboard.press('Control+s');
  await page.getByLabel('文件名，或完整路径').fill(path);
  await page.keyboard.press('Enter');
  await expect.poll(() => existsSync(path)).toBe(true);
  const { doc } = openDocument(new Uint8Array(readFileSync(path)), { name: path });
  expect(doc.children.map((one) => one.textBetween(0, one.content.size, '', '[MASK]'))).toEqual(notice);

  // Two pages, give or take the last lines of the second.
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);

  await page.keyboard.press('Control+Alt+n');
  await page.keyboard.press('Alt+PageUp');
  await page.keyboard.press('Control+Alt+w');
  await expect(textBox(page)).toHaveText('');
  await page.keyboard.press('Control+o');
  await page.getByLabel('文件或文件夹的路径').fill(path);
  await page.keyboard.press('Enter');
  await expect.poll(() => textNow(page)).toEqual(notice);
});
