import { candidates, expect, open, panelNamed, picture, test, textBox, words, write } from './app.ts';

test.use({ weights: 'real' });

test('a selected word is offered others; the original is one undo away', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '今天天气很好，我们去公园玩。');
  await page.keyboard.press('Home');
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  const offered = await words(page);
  expect(offered).not.toContain('我们');
  await picture(page, 'alternatives');
  const [first = ''] = offered;
  await page.keyboard.press('Alt+1');
  await expect(textBox(page)).toHaveText(`今天天气很好，${first}去公园玩。`);
  await page.keyboard.press('Control+z');
  await expect(textBox(page)).toHaveText('今天天气很好，我们去公园玩。');
});

test('a word tells why it is offered, and is not offered again once that is said', async ({ page, bumo }) => {
  const app = await bumo.serve();
  await open(page, app);
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  await page.getByRole('button', { name: '为什么是“都”' }).click();
  const why = page.getByTestId('why');
  await expect(why).toContainText('BERT 多语言');
  await expect(why).toContainText('通用词典里有这个词');
  await picture(page, 'why');
  await why.getByRole('button', { name: '所有文档都不再提示' }).click();
  await expect(candidates(page).first()).not.toContainText('都');
  await page.keyboard.press('Escape');

  // The rule holds through edits, in a new answer and after a restart.
  await textBox(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('北京是中国的首[MASK]。');
  expect(await words(page)).not.toContain('都');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '学习', exact: true }).click();
  const records = panelNamed(page, '学习');
  await expect(records).toContainText('所有文档');
  await records.getByRole('button', { name: '恢复提示“都”' }).click();
  await expect(records.getByRole('button', { name: '恢复提示“都”' })).toHaveCount(0);
});

test('a word can be sent away at one gap alone, and stays away while the text around is edited', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
  await words(page);
  await page.getByRole('button', { name: '为什么是“都”' }).click();
  await page.getByTestId('why').getByRole('button', { name: '这一处不再提示' }).click();
  expect(await words(page)).not.toContain('都');
  await page.keyboard.press('End');
  await page.keyboard.type('真大啊。');
  expect(await words(page)).not.toContain('都');
  await page.keyboard.press('Enter');
  await page.keyboard.type('北京是中国的首[MASK]。');
  await expect(candidates(page).first()).toContainText('都');
});

test('← and → narrow the words of a list that was entered, and leave the text and the caret alone', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '请各部门认真[MASK]会议精神。');
  await words(page);
  const lengths = page.getByRole('group', { name: '字数' });
  const chosen = lengths.locator('[aria-pressed="true"]');
  await expect(chosen).toHaveText('不限');
  const before = await textBox(page).textContent();

  await page.keyboard.press('ArrowDown');
  for (const [count, press] of [
    [1, 'ArrowRight'],
    [2, 'ArrowRight'],
    [1, 'ArrowLeft'],
    [2, 'ArrowRight'],
  ] as const) {
    await page.keyboard.press(press);
    await expect(chosen).toHaveText(String(count));
    const offered = await words(page);
    expect(offered.map((word) => word.length)).toEqual(offered.map(() => count));
  }
  await picture(page, 'length');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'length-dark');
  expect(await textBox(page).textContent()).toBe(before);
  const [first = ''] = await words(page);
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText(`请各部门认真${first}会议精神。`);
});

test('other words of a selected one mean the same, and wait to be asked for where the writer wants that', async ({
  page,
  bumo,
}) => {
  const client = await bumo.serve();
  await open(page, client);
  await write(page, '各单位要加强安全管理。');
  const select = async () => {
    await page.keyboard.press('Home');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
  };
  await select();
  const offered = await words(page);
  expect(offered.slice(0, 3).some((word) => ['增强', '强化', '加大'].includes(word))).toBe(true);
  expect(offered).not.toContain('削弱');
  await picture(page, 'other-words');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '设置', exact: true }).click();
  await panelNamed(page, '设置').getByRole('switch', { name: '选中词时给出换用的词' }).click();
  await textBox(page).click();
  await select();
  // Longer than a selection rests before the list opens by itself.
  await page.waitForTimeout(1_000);
  await expect(candidates(page)).toHaveCount(0);
  await page.keyboard.press('Control+Space');
  expect(await words(page)).toEqual(offered);
});
