import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { candidates, closePanel, expect, open, openPanel, panelNamed, picture, test, write } from './app.ts';
import { scrollFaults } from './layout.ts';

const text = (page: Page) => page.locator('.sheet:not([hidden]) .writing');
const learning = (page: Page) => panelNamed(page, '学习');
const edge = (page: Page) => page.getByRole('separator', { name: '面板宽度' });
const widthOf = (page: Page) =>
  page.getByRole('complementary').evaluate((element) => element.getBoundingClientRect().width);

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' '))}`),
  ).toEqual([]);
}

/** Takes the first word on offer at a new gap. */
async function take(page: Page, before: string): Promise<void> {
  await write(page, `${before}[MASK]`);
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Alt+1');
  await page.keyboard.insertText('，请各部门按时参加。');
}

test('a panel stays open next to the text, which goes on being written', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await page.keyboard.press('Control+,');
  await expect(panelNamed(page, '设置')).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(text(page)).toBeFocused();
  await expect(panelNamed(page, '设置')).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(panelNamed(page, '设置')).toHaveCount(0);

  await openPanel(page, '学习');
  await expect(learning(page)).toContainText('还没有');
  await take(page, '会议由办公室负责');
  await expect(
    learning(page).getByText('会议由办公室负责').first(),
    'what was said shows at once',
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await picture(page, 'panel-beside');
  await axe(page);
  expect(await scrollFaults(page)).toEqual([]);

  await page.reload();
  await expect(learning(page)).toBeVisible();
  await expect(text(page)).toBeFocused();
  await openPanel(page, '健康');
  await expect(learning(page)).toHaveCount(0);
  await axe(page);
  await closePanel(page);
  await expect(text(page)).toBeFocused();
  await page.reload();
  await expect(text(page)).toBeVisible();
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

test('its edge is moved by pointer and keys, and the line that is written stays where it is', async ({
  page,
  bumo,
}) => {
  await page.setViewportSize({ width: 1280, height: 700 });
  await open(page, await bumo.serve());
  for (let i = 0; i < 30; i++) {
    await page.keyboard.insertText(
      `第${i}条 各区人民政府，市政府各委、办、局，各市属机构，现将有关事项通知如下，请认真贯彻执行。`,
    );
    await page.keyboard.press('Enter');
  }
  await text(page).locator('p').nth(14).click();
  const top = () =>
    text(page)
      .locator('p')
      .nth(14)
      .evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  const stays = () => expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(2);
  await openPanel(page, '学习');
  await stays();
  await page.mouse.move((await edge(page).boundingBox())?.x ?? 0, 300);
  const at = await edge(page).boundingBox();
  await page.mouse.move((at?.x ?? 0) + 3, 300);
  await page.mouse.down();
  await page.mouse.move((at?.x ?? 0) - 147, 300, { steps: 5 });
  await page.mouse.up();
  const wide = await widthOf(page);
  expect(wide).toBeGreaterThan(600);
  await stays();
  await edge(page).focus();
  await page.keyboard.press('ArrowRight');
  expect(await widthOf(page)).toBe(wide - 16);
  await expect(edge(page)).toHaveAttribute('aria-valuenow', String(wide - 16));
  await page.keyboard.press('End');
  expect(await widthOf(page)).toBe(720);
  await stays();
  expect(await scrollFaults(page)).toEqual([]);
  await page.reload();
  await expect(learning(page)).toBeVisible();
  expect(await widthOf(page)).toBe(720);
  await edge(page).dblclick();
  expect(await widthOf(page)).toBe(460);

  // Where there is no room it gives way, and is back with the room.
  await page.setViewportSize({ width: 1000, height: 700 });
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.setViewportSize({ width: 1280, height: 700 });
  await expect(learning(page)).toBeVisible();
});

test('a sentence of a panel leads to its place, in another tab and in a narrow window too', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await take(page, '会议由办公室负责');
  // As far as it was written when the word was asked for.
  const [sentence = ''] = (await text(page).innerText()).split('，');
  await page.keyboard.press('Control+Alt+n');
  await expect(page.getByRole('tab')).toHaveCount(2);
  await page.keyboard.insertText('另一份');
  await openPanel(page, '学习');
  const go = page.getByRole('button', { name: /^到原处/ }).first();
  await go.click();
  await expect(page.locator('.marked-place')).toHaveText(sentence);
  await expect(text(page)).toBeFocused();
  await picture(page, 'panel-place');
  await expect(page.locator('.marked-place')).toHaveCount(0);

  // From a draft that this page has not read.
  await page.keyboard.press('Alt+PageDown');
  await expect(text(page)).toHaveText('另一份');
  await page.reload();
  await go.click();
  await expect(page.locator('.marked-place')).toHaveText(sentence);

  await page.setViewportSize({ width: 1000, height: 700 });
  await page.getByRole('button', { name: '学习', exact: true }).click();
  await go.click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.marked-place')).toHaveText(sentence);
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: '学习', exact: true }).click();
  await go.click();
  await expect(page.getByText('打开的文档里没有这句话了。')).toBeVisible();
});
