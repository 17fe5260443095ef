import { candidates, expect, open, picture, test, textBox, words, write } from './app.ts';

test.use({ weights: 'real' });

const sentence = '今天[MASK]气很好，我们去公园玩。';

test('a typed [MASK] becomes a chip whose word comes first and is written by one key', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, sentence);
  await expect(textBox(page).getByRole('img', { name: '空缺' })).toHaveCount(1);
  await expect(candidates(page).first()).toContainText('天');
  await picture(page, 'suggestion');

  await page.keyboard.press('ArrowDown');
  await expect(candidates(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(textBox(page)).toHaveText('今天天气很好，我们去公园玩。');
  await expect(candidates(page)).toHaveCount(0);
  await expect(page.getByTestId('status-time')).toContainText('毫秒');

  await page.keyboard.press('Control+z');
  await expect(textBox(page).getByRole('img', { name: '空缺' })).toHaveCount(1);
});

test('arrow keys move, a number key chooses, Escape closes and leaves the text alone', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await write(page, '北京是中国的首');
  await page.keyboard.press('Control+m');
  await page.keyboard.type('。');
  await expect(candidates(page).first()).toContainText('都');
  await page.keyboard.press('Escape');
  await expect(candidates(page)).toHaveCount(0);
  await expect(textBox(page).getByRole('img', { name: '空缺' })).toHaveCount(1);

  await textBox(page).getByRole('img', { name: '空缺' }).click();
  await expect(candidates(page).first()).toContainText('都');
  const [, second] = await words(page);
  // A caret at the gap is in the list already: the first arrow moves.
  await page.keyboard.press('ArrowDown');
  await expect(candidates(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('2');
  await expect(textBox(page)).toHaveText(`北京是中国的首${second}。`);
});

test('the mouse chooses too, and the toolbar inserts a gap', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '我每天早上坐地铁去上');
  await page.getByRole('button', { name: /^空缺/ }).click();
  const [word] = await words(page);
  await candidates(page).first().click();
  await expect(textBox(page)).toHaveText(`我每天早上坐地铁去上${word}`);
});

test('a gap with nothing around it gets no guess', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await write(page, '[MASK]');
  await expect(page.getByTestId('no-suggestion')).toContainText('没有把握');
});
