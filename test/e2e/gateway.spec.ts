import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { certified, withoutOpenssl } from '../support/certificates.ts';
import { type GatewayServer, gatewayServer } from '../support/gateway-server.ts';
import { callFrom } from '../support/page-call.ts';
import { tinyConfig } from '../support/tiny-model.ts';
import { type Bumo, candidates, expect, open, openPanel, picture, test, write } from './app.ts';
import { scrollFaults } from './layout.ts';

/** The gateway in the settings and the status bar, with a gateway of the test's own over TLS. */

test.use({ weights: 'tiny' });

const token = 'a-token-of-the-test';
const imports = ['no-network', 'slow-runs'].map(
  (name) => `--import ${new URL(`../support/${name}.mjs`, import.meta.url)}`,
);

/** An app whose own answers take as long as `slow` says, so that the test's gateway is fast enough on any machine. */
async function slowApp(bumo: Bumo) {
  const file = join(bumo.home, 'slow.txt');
  const app = await bumo.start({ BUMO_TEST_SLOW: file, NODE_OPTIONS: imports.join(' ') });
  return { app, slow: (milliseconds: number) => writeFileSync(file, String(milliseconds)) };
}

async function ownGateway(bumo: Bumo): Promise<{ server: GatewayServer; ca: string }> {
  const tls = certified();
  const checkpoint = await openCheckpoint(join(bumo.home, 'models', 'tiny'));
  const model = await createBert(checkpoint, ortRunner, { provider: 'cpu' });
  const { vocabSize } = tinyConfig;
  const server = await gatewayServer({ vocabSize, logits: (rows) => model.logits(rows), tls, token });
  const ca = join(bumo.home, 'ca.pem');
  writeFileSync(ca, tls.ca);
  return { server, ca };
}

const gatewaySwitch = (page: Page) => page.getByRole('switch', { name: '用单位的网关作答' });
const address = (page: Page) => page.getByRole('textbox', { name: '网关地址' });
const said = (page: Page) => page.getByTestId('gateway-state');
const status = (page: Page) => page.getByTestId('status-gateway');

/** Writes a sentence with a gap and waits for all words that fit: who gives up earlier hears of nobody's answer. */
async function askForWords(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/call/suggest.fill'));
  await write(page, '。今天天气很好我们[MASK]');
  await answered;
  await expect(candidates(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
}

/** A busy machine may let the gateway be too late at times. */
async function askUntilGatewayAnswers(page: Page): Promise<void> {
  await expect(async () => {
    await askForWords(page);
    await expect(status(page)).toHaveText('由网关作答', { timeout: 1_000 });
  }).toPass();
}

test('switched on with all that it needs, a gateway answers what the writer asks; once it is gone, this machine does', async ({
  page,
  bumo,
}) => {
  test.skip(withoutOpenssl !== null, withoutOpenssl ?? '');
  const { server, ca } = await ownGateway(bumo);
  const { app, slow } = await slowApp(bumo);
  await open(page, app);
  slow(250);
  await askForWords(page);
  await openPanel(page, '设置');

  // What is needed is asked for before anything leaves.
  await gatewaySwitch(page).click();
  await expect(said(page)).toHaveText('请先填网关地址，再打开。还没有发送任何内容。');
  await expect(gatewaySwitch(page)).not.toBeChecked();
  await expect(address(page)).toBeFocused();
  await page.keyboard.type('http://gateway.example');
  await gatewaySwitch(page).click();
  await expect(said(page)).toContainText('网关地址要以 https:// 开头');
  await expect(gatewaySwitch(page)).not.toBeChecked();
  await expect(address(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('status-offline')).toBeVisible();
  await address(page).fill(server.address);
  await gatewaySwitch(page).click();
  await expect(said(page)).toContainText('的证书不对，没有向它发送任何内容。');
  await expect(gatewaySwitch(page)).toBeChecked();
  expect(server.asked).toEqual([]);
  await page.getByTestId('gateway-ca').setInputFiles(ca);
  await expect(said(page)).toContainText('不接受这个令牌。');
  await picture(page, 'gateway-refused');
  expect(server.inferred).toEqual([]);
  await page.getByLabel('令牌', { exact: true }).fill(token);
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('已接上网关，由版本“基础模型”作答。');
  await expect(page.getByLabel('令牌', { exact: true })).toHaveValue('');
  await picture(page, 'gateway-ready');

  await askUntilGatewayAnswers(page);
  expect(server.inferred.some(({ parameters }) => /^[0-9a-f]{32}$/.test(String(parameters?.sticky)))).toBe(
    true,
  );

  server.close();
  await askForWords(page);
  await expect(status(page)).toHaveText('由本机作答');
  await expect(async () => {
    await askForWords(page);
    await expect(said(page)).toContainText('连不上网关', { timeout: 1_000 });
  }).toPass();
  await expect(status(page)).toHaveAttribute('title', /连不上网关/);
});

test('switched off, no gateway is asked any more, and what was asked is on record', async ({
  page,
  bumo,
}) => {
  test.skip(withoutOpenssl !== null, withoutOpenssl ?? '');
  const { server, ca } = await ownGateway(bumo);
  const { app, slow } = await slowApp(bumo);
  await open(page, app);
  slow(250);
  await askForWords(page);
  await openPanel(page, '设置');
  await page.getByTestId('gateway-ca').setInputFiles(ca);
  await expect(page.getByRole('button', { name: '删除 CA 证书' })).toBeVisible();
  await address(page).fill(server.address);
  await page.getByLabel('令牌', { exact: true }).fill(token);
  // The switch takes what is typed along.
  await gatewaySwitch(page).click();
  await expect(said(page)).toContainText('已接上网关');
  await askUntilGatewayAnswers(page);
  await gatewaySwitch(page).click();
  await expect(page.getByTestId('status-offline')).toBeVisible();
  await expect(status(page)).toHaveCount(0);
  const asked = server.asked.length;
  slow(0);
  for (let i = 0; i < 3; i++) await askForWords(page);
  expect(server.asked).toHaveLength(asked);
  await openPanel(page, '模型');
  const record = page.getByTestId('contacts').getByRole('row').nth(1);
  await expect(record).toContainText(new URL(server.address).host);
  server.close();
});

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join()}`);
}

test('news of the gateway leaves alone what is being typed, and saving takes it', async ({ page, bumo }) => {
  await open(page, await bumo.serve());
  await openPanel(page, '设置');
  await address(page).fill('https://gateway.example');
  await page.getByLabel('令牌', { exact: true }).fill('half a tok');
  await callFrom(page, 'gateway.set', { version: 'abc' });
  await expect(page.getByRole('textbox', { name: '版本' })).toHaveValue('abc');
  await expect(address(page)).toHaveValue('https://gateway.example');
  await expect(page.getByLabel('令牌', { exact: true })).toHaveValue('half a tok');
  await page.getByRole('button', { name: '保存网关' }).click();
  await expect(page.getByRole('button', { name: '保存网关' })).toBeDisabled();
  await expect(page.getByLabel('令牌', { exact: true })).toHaveValue('');
  expect((await callFrom(page, 'gateway.get', {})).value).toMatchObject({
    on: false,
    address: 'https://gateway.example',
    hasToken: true,
    version: 'abc',
  });
});

test('the keyboard goes through the gateway from the switch to saving, in the order of the eye', async ({
  page,
  bumo,
}) => {
  await open(page, await bumo.serve());
  await callFrom(page, 'gateway.set', { address: 'https://gateway.example', token, ca: 'x' });
  await openPanel(page, '设置');
  await address(page).fill('https://other.example');
  await gatewaySwitch(page).focus();
  const names: string[] = [];
  for (let i = 0; i < 7; i++) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate(() => {
        const at = document.activeElement;
        const labels = at instanceof HTMLInputElement ? at.labels : null;
        return at?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? at?.textContent?.trim() ?? '';
      }),
    );
  }
  expect(names).toEqual(['网关地址', '令牌', '删除令牌', '换 CA 证书…', '删除 CA 证书', '版本', '保存网关']);
});

test('what an administrator set up is shown, switched off and on, and not changed', async ({
  page,
  bumo,
}) => {
  const file = join(bumo.home, 'gateway.json');
  writeFileSync(file, JSON.stringify({ address: 'https://gateway.example', on: false }));
  await open(page, await bumo.serve());
  await openPanel(page, '设置');
  await expect(address(page)).toHaveValue('https://gateway.example');
  await expect(address(page)).toHaveAttribute('readonly');
  await expect(page.getByRole('button', { name: '保存网关' })).toHaveCount(0);
  await expect(gatewaySwitch(page)).toBeEnabled();
  await expect(gatewaySwitch(page)).not.toBeChecked();
});

test('counts for a controller are agreed to by the writer, and the last line no longer says that all is local', async ({
  page,
  bumo,
}) => {
  const reports = { address: 'https://controller.example:9443' };
  writeFileSync(join(bumo.home, 'gateway.json'), JSON.stringify({ address: 'https://127.0.0.1:9', reports }));
  await open(page, await bumo.serve());
  await openPanel(page, '设置');
  const agree = page.getByRole('switch', { name: '把采纳与否的次数告诉管理员' });
  await expect(agree).not.toBeChecked();
  await expect(page.getByText('controller.example:9443')).toBeVisible();
  await agree.check();
  await page.reload();
  await expect(agree).toBeChecked();
  const last = page.getByText(/^补墨 \d/);
  await expect(last).toContainText('https://127.0.0.1:9');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await gatewaySwitch(page).uncheck();
  await expect(agree).toHaveCount(0);
  await expect(last).toContainText('一切都在本机完成');
});

test('the first page does not promise that texts stay here where a gateway is on', async ({ page, bumo }) => {
  const models = join(bumo.home, 'none');
  mkdirSync(models);
  writeFileSync(join(bumo.home, 'gateway.json'), JSON.stringify({ address: 'https://127.0.0.1:9' }));
  const app = await bumo.start({ BUMO_MODELS: models });
  await page.goto(app.url);
  const first = page.getByTestId('first-run');
  await expect(first).toContainText('发给 https://127.0.0.1:9');
  await expect(first).not.toContainText('文字不出这台电脑');
});

test("an administrator's file that cannot be read is named, and nothing can be switched on", async ({
  page,
  bumo,
}) => {
  writeFileSync(join(bumo.home, 'gateway.json'), '{"address": 1}');
  await open(page, await bumo.serve());
  await openPanel(page, '设置');
  await expect(said(page)).toContainText('读不懂，没有使用。');
  await expect(gatewaySwitch(page)).toBeDisabled();
  await expect(address(page)).toHaveCount(0);
  await expect(page.getByTestId('status-offline')).toBeVisible();
});

for (const [look, size, colorScheme, language] of [
  ['a narrow window', { width: 480, height: 720 }, 'dark', 'en'],
  ['a window at 200 %', { width: 640, height: 400 }, 'light', 'zh'],
  ['a window of the usual size', { width: 1280, height: 800 }, 'dark', 'zh'],
] as const)
  test(`${look} has the gateway's fields and the reason why it is away without a bar or a fault of axe`, async ({
    page,
    bumo,
  }) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, await bumo.serve());
    await callFrom(page, 'settings.set', { language });
    // Nobody listens at the port for discarded bytes.
    await callFrom(page, 'gateway.set', { on: true, address: 'https://127.0.0.1:9', token });
    const name = language === 'zh' ? '用单位的网关作答' : 'Let a gateway answer';
    await page.keyboard.press('Control+,');
    await expect(said(page)).toContainText('127.0.0.1:9');
    await page.getByRole('switch', { name }).scrollIntoViewIfNeeded();
    expect(await scrollFaults(page)).toEqual([]);
    expect(await seriousIn(page)).toEqual([]);
    await picture(page, `gateway-${size.width}`);
    if (size.width < 1200) await page.keyboard.press('Escape');
    else await page.locator('aside select').first().scrollIntoViewIfNeeded();
    // The status bar leads to the reason and to what can be changed, wherever the settings were scrolled to.
    await status(page).click();
    await expect(page.getByRole('switch')).toHaveCount(1);
    await expect(said(page)).toBeInViewport();
    await expect(page.getByLabel(language === 'zh' ? '网关地址' : 'Address of the gateway')).toBeVisible();
  });
