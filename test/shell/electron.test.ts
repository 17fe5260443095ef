import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Envelope } from '../../src-main/contract/index.ts';
import { loadWindowState } from '../../src-main/shell/electron/window-state.ts';
import { render } from '../../src-main/texts/message.ts';
import * as electron from '../support/electron-stand-in.ts';
import { patience } from '../support/patience.ts';
import { tempDir } from '../support/temp.ts';

vi.mock('electron', () => import('../support/electron-stand-in.ts'));

/** `src-main/electron.ts` itself, started over a stand-in for the `electron` module. */

interface Bridge {
  call(id: number, method: string, input: unknown): Promise<Envelope>;
  abort(id: number): void;
  onEvent(listener: (name: string, event: unknown) => void): void;
  pathOf(file: File): string;
}

let home: string;
let window: electron.BrowserWindow;
const bridge = () => electron.exposed.bumo as Bridge;

beforeAll(async () => {
  // Lives as long as the file's tests, unlike `tempDir`.
  home = mkdtempSync(join(tmpdir(), 'bumo-electron-'));
  vi.stubEnv('BUMO_HOME', home);
  vi.stubEnv('BUMO_MODELS', join(home, 'models'));
  await import('../../src-main/electron.ts');
  await import('../../src-main/shell/electron/preload.ts');
  await vi.waitFor(() => expect(electron.BrowserWindow.all[0]?.loaded).toBe(electron.startUrl), patience);
  const [first] = electron.BrowserWindow.all;
  if (!first) throw new Error('no window');
  window = first;
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the window', () => {
  test('is sandboxed and isolated, without Node', () => {
    expect(electron.app.sandboxed).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.options.webPreferences?.preload).toMatch(/preload\.cjs$/);
    expect(window.shown).toBe(true);
  });

  test('goes nowhere and opens nothing', () => {
    const { webContents } = window;
    expect(webContents.windowOpenHandler?.()).toEqual({ action: 'deny' });
    const prevented = (name: string, url: string) => {
      const preventDefault = vi.fn();
      webContents.emit(name, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    expect(prevented('will-navigate', 'https://example.com/')).toBe(true);
    expect(prevented('will-navigate', 'file:///etc/passwd')).toBe(true);
    expect(prevented('will-navigate', electron.startUrl)).toBe(false);
    expect(prevented('will-redirect', electron.startUrl)).toBe(true);
    expect(prevented('will-attach-webview', '')).toBe(true);
  });

  test('is the only one: a second start brings it to the front', () => {
    window.focused = false;
    electron.app.emit('second-instance', {}, ['Bumo'], '/');
    expect(window.focused).toBe(true);
  });

  test('gets the documents that a second start or the system hands over, each once', async () => {
    const told = vi.fn();
    bridge().onEvent(told);
    const folder = resolve('/公文');
    const argv = ['Bumo', '--flag.docx', '通知.docx', join(folder, '说明.MD'), 'a.exe', '通知.docx'];
    electron.app.emit('second-instance', {}, argv, folder);
    expect(told).toHaveBeenCalledWith('handed', {});
    electron.app.emit('open-file', { preventDefault: () => undefined }, join(folder, 'b.txt'));
    const take = async () => (await bridge().call(90, 'files.handed', {})) as { value?: unknown };
    expect((await take()).value).toEqual({
      paths: ['通知.docx', '说明.MD', 'b.txt'].map((name) => join(folder, name)),
    });
    expect((await take()).value).toEqual({ paths: [] });
  });

  test('reaches no network', () => {
    const isCancelled = (url: string) => {
      const decide = vi.fn();
      electron.session.defaultSession.webRequest.beforeRequest?.({ url }, decide);
      return decide.mock.calls[0]?.[0].cancel;
    };
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:4000/',
      'file://host/share/a.png',
      'ws://example.com/',
      'app://other/a.js',
    ])
      expect(isCancelled(url), url).toBe(true);
    for (const url of [electron.startUrl, 'data:image/png;base64,AA==', 'blob:app://bumo/1'])
      expect(isCancelled(url), url).toBe(false);
  });

  test('keeps the files of Electron inside the data folder', () => {
    expect(electron.app.paths).toEqual({ userData: join(home, 'electron') });
  });

  test('is given no permission', () => {
    const { defaultSession } = electron.session;
    const decide = vi.fn();
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read']) {
      defaultSession.permissionRequest?.(null, permission, decide);
    }
    expect(decide.mock.calls.flat()).toEqual([false, false, false, false]);
    expect(defaultSession.permissionCheck?.()).toBe(false);
    expect(defaultSession.devicePermission?.()).toBe(false);
  });

  test('comes back where it was', () => {
    window.emit('close');
    const kept = JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'));
    expect(kept).toEqual({ bounds: window.bounds, maximized: false });
  });
});

describe('app://', () => {
  const get = async (url: string, method = 'GET') => {
    const handler = electron.session.defaultSession.protocol.handlers.get('app');
    if (!handler) throw new Error('nobody serves app://');
    return handler({ url, method });
  };

  test('is a secure origin of its own', () => {
    expect(electron.protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  test('carries a strict policy with every answer', async () => {
    for (const url of [electron.startUrl, 'app://bumo/missing', 'app://other/index.html']) {
      const policy = (await get(url)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect((await get(url)).headers.get('x-dns-prefetch-control')).toBe('off');
    }
  });

  test.each([
    'app://bumo/../package.json',
    'app://bumo/%2e%2e/%2e%2e/package.json',
    'app://bumo/..%2f..%2fpackage.json',
    'app://bumo/%00',
    'app://bumo/%E0%A4%A',
    'app://evil/index.html',
  ])('serves nothing but the interface: %s', async (url) => {
    expect((await get(url)).status).toBeGreaterThanOrEqual(400);
  });

  test('takes GET alone', async () => {
    expect((await get(electron.startUrl, 'POST')).status).toBe(400);
  });
});

describe('the bridge', () => {
  test('is three functions, the path of a dropped file, and nothing else', () => {
    expect(Object.keys(electron.exposed)).toEqual(['bumo']);
    expect(Object.keys(bridge()).sort()).toEqual(['abort', 'call', 'onEvent', 'pathOf']);
    const file = new File([''], '通知.docx');
    expect(bridge().pathOf(file)).toBe('');
    electron.droppedPaths.set(file, '/桌面/通知.docx');
    expect(bridge().pathOf(file)).toBe('/桌面/通知.docx');
  });

  test('lets the page open what was dropped on it, and nothing that was not', async () => {
    const [dropped, other] = ['拖入.txt', '别的.txt'].map((name) => join(home, name));
    for (const path of [dropped, other]) writeFileSync(path ?? '', '字');
    const file = new File([''], '拖入.txt');
    electron.droppedPaths.set(file, dropped ?? '');
    bridge().pathOf(file);
    expect(await bridge().call(91, 'files.open', { path: dropped })).toMatchObject({ ok: true });
    expect(await bridge().call(92, 'files.open', { path: other })).toMatchObject({
      ok: false,
      error: { code: 'file-not-chosen' },
    });
  });

  test('reaches the app’s handlers', async () => {
    expect(await bridge().call(1, 'app.info', {})).toMatchObject({ ok: true, value: { shell: 'electron' } });
    expect(await bridge().call(2, 'settings.set', { language: 'en' })).toMatchObject({ ok: true });
    expect(await bridge().call(3, 'models.chooseFolder', {})).toEqual({
      ok: true,
      value: { path: '/chosen' },
    });
  });

  test('answers bad envelopes with a code', async () => {
    expect(await bridge().call(4, 'no.such.method', {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-method' },
    });
    expect(await bridge().call('x' as never, 'app.info', {})).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
    expect(await bridge().call(5, 'settings.set', { maxLength: 99 })).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
  });

  test('passes events on', async () => {
    const seen: string[] = [];
    bridge().onEvent((name) => seen.push(name));
    await bridge().call(6, 'settings.set', { theme: 'dark' });
    expect(seen).toContain('settings');
  });

  test.each([
    ['another page', { url: 'https://example.com/', parent: null }],
    ['a page that only begins alike', { url: 'app://bumo.example.com/index.html', parent: null }],
    ['a frame inside our page', { url: electron.startUrl, parent: {} }],
  ])('refuses %s', async (_name, intruder) => {
    const own = { ...electron.frame };
    Object.assign(electron.frame, intruder);
    try {
      await expect(bridge().call(7, 'app.info', {})).rejects.toThrow('refused');
    } finally {
      Object.assign(electron.frame, own);
    }
  });
});

describe('files', () => {
  const call = async (id: number, method: string, input: unknown) => {
    const envelope = await bridge().call(id, method, input);
    if (!envelope.ok) throw new Error(render(envelope.error.text, 'en'));
    return envelope.value;
  };

  test('are chosen in the system’s dialogs, the format of the name first', async () => {
    expect(await call(20, 'app.info', {})).toMatchObject({ capabilities: { chooseFile: true, pdf: true } });
    electron.dialog.openPaths = [join(home, 'a.md')];
    expect(await call(21, 'files.choose', { purpose: 'open', name: null })).toEqual({
      path: join(home, 'a.md'),
    });
    electron.dialog.savePath = join(home, '通知.md');
    expect(await call(22, 'files.choose', { purpose: 'save', name: '通知.md' })).toEqual({
      path: join(home, '通知.md'),
    });
    expect(electron.dialog.asked.at(-1)).toMatchObject({
      defaultPath: '通知.md',
      filters: [{ extensions: ['md', 'markdown'] }, { extensions: ['docx'] }, { extensions: ['txt'] }],
    });
    electron.dialog.savePath = '';
    expect(await call(23, 'files.choose', { purpose: 'save', name: null })).toEqual({ path: null });
  });

  test('are written, opened and listed by path, and a change by another program is told', async () => {
    const path = join(home, '通知.md');
    const text = { format: 'md', form: null, expected: null, replace: false };
    const heading = { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: '通知' }] };
    const content = JSON.stringify({ type: 'doc', content: [heading] });
    const other = join(home, '没选过.md');
    await expect(call(23, 'files.save', { ...text, path: other, content })).rejects.toThrow(/not chosen/);
    electron.dialog.savePath = path;
    await call(23, 'files.choose', { purpose: 'save', name: null });
    await call(24, 'files.save', { ...text, path, content });
    expect(readFileSync(path, 'utf8').trim()).toBe('# 通知');
    const opened = (await call(25, 'files.open', { path })) as { name: string; content: string };
    expect(opened.name).toBe('通知.md');
    expect(JSON.parse(opened.content)).toMatchObject({ content: [heading] });
    expect(await call(26, 'files.recent', {})).toMatchObject({
      files: [{ path, name: '通知.md' }, { name: '拖入.txt' }],
    });
    const seen: unknown[] = [];
    bridge().onEvent((name, event) => name === 'file' && seen.push(event));
    writeFileSync(path, '# 别人改的');
    await vi.waitFor(() => expect(seen).toEqual([{ path, state: 'changed' }]), patience);
  });

  test('become a PDF of A4 pages, written where the writer chose', async () => {
    const path = join(home, '通知');
    await expect(call(27, 'files.pdf', { path: `${path}x` })).rejects.toThrow(/not chosen/);
    electron.dialog.savePath = path;
    await call(27, 'files.choose', { purpose: 'pdf', name: null });
    expect(await call(27, 'files.pdf', { path })).toEqual({ path: `${path}.pdf`, name: '通知.pdf' });
    expect(readFileSync(`${path}.pdf`, 'utf8')).toMatch(/^%PDF/);
    expect(window.webContents.printed).toEqual([
      expect.objectContaining({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }),
    ]);
  });
});

test('it closes its store before it quits', async () => {
  const event = { preventDefault: vi.fn() };
  const before = electron.app.quits;
  electron.app.emit('will-quit', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(electron.app.quits).toBe(before + 1), patience);
});

describe('a window’s place', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const at = (content: string) => {
    const dir = tempDir();
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'window.json'), content);
    return loadWindowState(join(dir, 'window.json'), screens);
  };

  test('on a screen that is gone is forgotten, its size is not', () => {
    const gone = { bounds: { x: 5000, y: 0, width: 800, height: 600 }, maximized: false };
    expect(at(JSON.stringify(gone)).bounds).toEqual({ width: 800, height: 600 });
  });

  test.each(['', 'null', '[]', '{"bounds":{"x":"a"}}', '{"bounds":{"x":1.5,"y":0,"width":9,"height":9}}'])(
    'that cannot be read (%s) is the usual one',
    (content) => {
      expect(at(content)).toEqual({ bounds: { width: 1200, height: 820 }, maximized: false });
    },
  );
});
