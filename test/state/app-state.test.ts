import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import {
  type EngineState,
  type Handlers,
  type LearnOutcome,
  type ModelInfo,
  Settings,
} from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { language, setLanguage } from '../../src-renderer/i18n/index.svelte.ts';
import { AppState } from '../../src-renderer/state/app-state.svelte.ts';
import { noticeOfRun, withNotice } from '../../src-renderer/state/notices.ts';
import { idleLearning } from '../support/fake-slot.ts';
import { report, training } from '../support/health-fixtures.ts';
import { standInPage } from '../support/page-stand-in.ts';
import { settled, watchedClient } from '../support/watched-client.ts';
import { said, words } from '../support/words.ts';

beforeEach(standInPage);
afterEach(() => {
  setLanguage('zh');
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ready = (modelId = 'm'): EngineState => ({
  phase: 'ready',
  modelId,
  version: 'base',
  provider: 'cpu',
  precision: 'float32',
  providerNote: null,
  standInFor: null,
  next: null,
});
const model = (id: string): ModelInfo => ({
  id,
  name: asWritten(id),
  licence: null,
  bytes: 1,
  installed: true,
  isDefault: true,
  installedFrom: null,
  measured: null,
  sources: [],
});
const noPhrases = { enabled: false, folders: [], opened: 0, characters: 0, progress: null };
const notice = (zh: string) => ({ level: 'info' as const, text: asWritten(zh) });

async function started(own: Partial<Handlers> = {}) {
  const watched = watchedClient(own);
  const app = new AppState(watched.client);
  const end = await app.start();
  return { app, end, ...watched };
}

describe('at its start', () => {
  test('what the shell tells while it is asked is newer than its answers', async () => {
    const answers: (() => void)[] = [];
    const watched = watchedClient({
      'settings.get': () => Settings.parse({ language: 'zh' }),
      'models.list': () => new Promise((resolve) => answers.push(() => resolve({ models: [] }))),
    });
    const app = new AppState(watched.client);
    const starting = app.start();
    await settled();
    watched.tell('engine', ready());
    watched.tell('settings', Settings.parse({ language: 'en' }));
    for (const answer of answers) answer();
    await starting;
    expect(app.engine).toEqual(ready());
    expect(app.settings?.language).toBe('en');
  });

  test('it has what the shell answers, in the language and the look of the settings', async () => {
    const { app } = await started({
      'settings.get': () => Settings.parse({ language: 'en', theme: 'dark' }),
      'models.list': () => ({ models: [model('m')] }),
    });
    expect(app.hasModel).toBe(true);
    expect(language()).toBe('en');
    expect(document.documentElement.dataset.theme).toBe('dark');
  });

  test('it says what the shell has to say', async () => {
    const { app } = await started({
      'app.info': () => ({
        version: '1',
        shell: 'browser',
        modelsDir: '/m',
        capabilities: { chooseFolder: false, chooseFile: false, pdf: false },
        notices: [notice('甲'), notice('乙')],
      }),
    });
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['甲', '乙']);
  });

  test('that fails, it hears nothing, whatever the order of the answers', async () => {
    const failing = {
      'models.list': () => Promise.reject(new CodedError('disk-full', asWritten('坏了。', 'Bad.'))),
      'slot.view': () => Promise.reject(new CodedError('disk-full', asWritten('坏了。', 'Bad.'))),
    };
    for (const [name, handler] of Object.entries(failing)) {
      const late: (() => void)[] = [];
      const watched = watchedClient({
        [name]: handler,
        'phrases.state': () => new Promise((resolve) => late.push(() => resolve(noPhrases))),
      });
      const app = new AppState(watched.client);
      await expect(app.start(), name).rejects.toMatchObject({ code: 'disk-full' });
      for (const answer of late) answer();
      await settled();
      expect(watched.subscribers(), name).toBe(0);
    }
  });

  test('and after its end it hears nothing', async () => {
    const { app, end, tell } = await started();
    end();
    tell('engine', ready());
    tell('notice', notice('晚了'));
    tell('learning', { ...idleLearning, waiting: 7 });
    expect([app.engine.phase, app.notices, app.live.learning?.waiting]).toEqual(['none', [], 0]);
  });
});

describe('notices', () => {
  test('are not shown twice, and go one by one', async () => {
    const { app, tell } = await started();
    tell('notice', notice('甲'));
    app.notify(notice('甲'));
    app.notify(notice('乙'));
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['甲', '乙']);
    app.dismiss(app.notices[0]?.id ?? 0);
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['乙']);
    app.notify(notice('丙'));
    app.withdraw(notice('乙').text);
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['丙']);
    app.notify(notice('甲'));
    expect(new Set(app.notices.map(({ id }) => id)).size).toBe(2);
  });

  test('that pass go by themselves, the others stay', async () => {
    const { app } = await started();
    vi.useFakeTimers();
    app.notify(notice('甲'));
    app.tell(asWritten('乙', 'b'));
    vi.advanceTimersByTime(3999);
    expect(app.notices).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['甲']);
  });

  test('that were to stay do, though the same is said in passing', async () => {
    vi.useFakeTimers();
    const { app } = await started();
    app.notify(notice('甲'));
    app.tell(notice('甲').text);
    vi.advanceTimersByTime(60_000);
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['甲']);
    vi.useRealTimers();
  });

  test('of what failed are shown, but not of what the writer gave up', async () => {
    const { app } = await started();
    const failed = await app.attempt(() => Promise.reject(new CodedError('x', asWritten('坏了。', 'Bad.'))));
    const aborted = await app.attempt(() => Promise.reject(new DOMException('', 'AbortError')));
    expect([failed, aborted]).toEqual([null, null]);
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['坏了。']);
    expect(app.notices[0]?.level).toBe('error');
  });

  test('are added to the end', () => {
    const one = withNotice([], notice('甲'), 1);
    expect(withNotice(one, notice('甲'), 2)).toBe(one);
    expect(withNotice(one, notice('乙'), 2)).toEqual([
      { ...notice('甲'), id: 1 },
      { ...notice('乙'), id: 2 },
    ]);
  });
});

describe('the end of a run', () => {
  const failed: LearnOutcome = { kind: 'failed', text: asWritten('坏了。', 'Bad.') };
  const ended: LearnOutcome = {
    kind: 'learned',
    version: 'v1',
    offered: true,
    steps: 1,
    leftOut: 0,
    seconds: 1,
    report,
  };

  test('is told where the panel is not open that tells it', () => {
    expect(noticeOfRun(failed, false)).toEqual({ level: 'error', text: asWritten('坏了。', 'Bad.') });
    expect(noticeOfRun(ended, false)).toEqual({ level: 'info', text: report.reason });
    expect(noticeOfRun(failed, true)).toBeNull();
    expect(noticeOfRun({ kind: 'cancelled' }, false)).toBeNull();
  });

  test('is told by the app, unless the panel of learning is open', async () => {
    const { app, tell } = await started();
    tell('learning', training());
    tell('learning', { ...idleLearning, last: failed });
    expect(app.notices.map(({ text }) => words(text, 'zh'))).toEqual(['坏了。']);
    app.dismiss(app.notices[0]?.id ?? 0);
    app.panel = 'records';
    tell('learning', training());
    tell('learning', { ...idleLearning, last: failed });
    expect(app.notices).toEqual([]);
  });
});

describe('own documents', () => {
  const some = { ...noPhrases, enabled: true, opened: 3 };

  test('are known from the start and followed', async () => {
    const { app, tell } = await started({ 'phrases.state': () => some });
    expect(app.phrases).toEqual(some);
    tell('phrases', noPhrases);
    expect(app.phrases).toEqual(noPhrases);
  });

  test('are as the answer to a change says; a change that fails leaves them and is told', async () => {
    const { app } = await started({
      'phrases.refresh': () => {
        throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
      },
    });
    const enable = () => app.client.call('phrases.enable', { enabled: true });
    expect(await app.changePhrases(enable)).toBe(true);
    expect(app.phrases?.enabled).toBe(true);
    expect(await app.changePhrases(() => app.client.call('phrases.refresh', {}))).toBe(false);
    expect([app.phrases?.enabled, words(app.notices.at(-1)?.text, 'zh')]).toEqual([true, '满了。']);
  });

  test('are shown in the learning panel, also where it is open already', async () => {
    const { app } = await started();
    app.openLearning('documents');
    expect([app.panel, app.learnTab]).toEqual(['records', 'documents']);
  });
});

describe('settings', () => {
  test('are what the shell made of a change', async () => {
    const { app, calls } = await started();
    expect(await app.change({ language: 'en' })).toBe(true);
    expect(calls('settings.set')).toMatchObject([{ language: 'en' }]);
    expect([app.settings?.language, language()]).toEqual(['en', 'en']);
  });

  test('that could not be changed stay, and the writer is told', async () => {
    const { app } = await started({
      'settings.set': () => {
        throw new CodedError('disk-full', asWritten('满了。', 'Full.'));
      },
    });
    expect(await app.change({ language: 'en' })).toBe(false);
    expect(app.settings?.language).toBe('zh');
    expect(app.notices).toHaveLength(1);
  });
});

describe('models', () => {
  test('are listed anew when the engine has another one, not at each state', async () => {
    const { tell, calls } = await started();
    tell('engine', { phase: 'starting', modelId: 'm' });
    expect(calls('models.list')).toHaveLength(1);
    tell('engine', ready());
    tell('engine', ready());
    expect(calls('models.list')).toHaveLength(2);
    tell('engine', ready('n'));
    await settled();
    expect(calls('models.list')).toHaveLength(3);
  });

  test('are listed anew when one is there, or is measured that was not listed', async () => {
    const { tell, calls } = await started({ 'models.list': () => ({ models: [model('m')] }) });
    const asked = () => calls('models.list').length;
    tell('download', { phase: 'measuring', modelId: 'm', done: 1, of: 2 });
    expect(asked()).toBe(1);
    tell('download', { phase: 'measuring', modelId: 'imported', done: 1, of: 2 });
    expect(asked()).toBe(2);
    tell('download', { phase: 'done', modelId: 'm', source: 'huggingface', attempts: [] });
    await settled();
    expect(asked()).toBe(3);
  });

  test('that are installed are used', async () => {
    const { app, calls } = await started({ 'models.install': ({ id }) => ({ id, attempts: [] }) });
    await app.install('m', null);
    expect(app.downloads.m?.phase).toBe('done');
    expect(calls('models.use')).toEqual([{ id: 'm' }]);
    expect(calls('models.install')).toEqual([{ id: 'm' }]);
  });

  test('that could not be installed say why, unless their last event said so, and are not used', async () => {
    const { app, calls, tell } = await started();
    await app.install('m', null);
    expect(app.downloads.m).toMatchObject({ phase: 'failed', text: said({ zh: '磁盘空间不足。' }) });
    expect(calls('models.use')).toEqual([]);
    const install = app.install('n', null);
    tell('download', { phase: 'cancelled', modelId: 'n' });
    await install;
    expect(app.downloads.n?.phase).toBe('cancelled');
  });
});

test('a panel that the writer asked for is told of once; the width of the window is no question', async () => {
  const { app } = await started();
  expect(app.takePanelAsked()).toBe(false);
  app.openHealth('versions', 'v1');
  expect([app.panel, app.health]).toEqual(['health', { tab: 'versions', record: 'v1' }]);
  expect([app.takePanelAsked(), app.takePanelAsked()]).toEqual([true, false]);
  app.arrange({ type: 'window', width: 800 });
  expect([app.takePanelAsked(), app.beside]).toEqual([false, false]);
  app.arrange({ type: 'toggle', panel: 'settings' });
  expect(app.takePanelAsked()).toBe(true);
});
