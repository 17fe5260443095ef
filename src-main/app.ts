import { randomUUID } from 'node:crypto';
import type { ForkChild } from './base/child.ts';
import type { Clock } from './base/clock.ts';
import { CodedError, isAbort } from './base/error.ts';
import type { Log } from './base/log.ts';
import type { Paths } from './base/paths.ts';
import type { AppInfo, Gap, Handlers, Parsed, Suggestion } from './contract/index.ts';
import { type Core, createCore } from './core.ts';
import type { Content } from './documents/content.ts';
import { findLosses } from './documents/docx/losses.ts';
import { readDocx } from './documents/docx/read.ts';
import { writeDocx } from './documents/docx/write.ts';
import { decodeText, encodeText, newForm } from './documents/text.ts';
import type { EngineAnswer } from './fillmask/engine.ts';
import type { FillAnswer } from './fillmask/types.ts';
import { scrub } from './privacy/scrub.ts';
import { createEventHub, type EventHub } from './shell/dispatch.ts';
import { getDraft, putDraft, removeDraft } from './store/drafts.ts';
import { exportFeedback, importFeedback } from './store/exchange.ts';
import { editFeedback, giveFeedback, listFeedback, undoFeedback } from './store/feedback.ts';
import { addRule, listRules, removeRule, unwantedIn } from './store/never.ts';
import { openStore, type Store } from './store/open.ts';
import { getSettings, setSettings } from './store/settings.ts';
import { recordSuggestion } from './store/suggestions.ts';

/** Wires the services into the contract's handlers. Knows no transport. */

export interface AppOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  /** Absent where the shell has no folder picker. */
  readonly chooseFolder?: () => Promise<string | null>;
}

export interface App {
  readonly handlers: Handlers;
  readonly hub: EventHub;
  close(): Promise<void>;
}

type Services = AppOptions & { readonly store: Store; readonly core: Core; readonly hub: EventHub };

function appHandlers(services: Services): Pick<Handlers, 'app.info' | 'settings.get' | 'settings.set'> {
  const { store, core, hub, paths, version, shell, chooseFolder } = services;
  return {
    'app.info': () => ({
      version,
      shell,
      modelsDir: paths.models,
      capabilities: { chooseFolder: chooseFolder !== undefined },
      notices: [...store.notices],
    }),
    'settings.get': () => getSettings(store.read),
    async 'settings.set'(change) {
      const before = getSettings(store.read);
      const after = setSettings(store.write, change);
      hub.emit('settings', after);
      if (after.provider !== before.provider) void core.activate(after).catch(() => undefined);
      return after;
    },
  };
}

type ModelMethod = Extract<keyof Handlers, `models.${string}`>;

function modelHandlers(services: Services): Pick<Handlers, ModelMethod> {
  const { store, core, hub, chooseFolder } = services;
  const running = new Map<string, AbortController>();

  async function use(id: string): Promise<void> {
    await core.library.find(id);
    const settings = setSettings(store.write, { modelId: id });
    hub.emit('settings', settings);
    await core.activate(settings);
  }

  return {
    'models.list': async () => ({ models: [...(await core.library.list())] }),
    async 'models.install'({ id, source }, { signal }) {
      const controller = new AbortController();
      running.set(id, controller);
      try {
        const { attempts } = await core.library.install(id, {
          ...(source ? { source } : {}),
          mirror: getSettings(store.read).mirror,
          signal: AbortSignal.any([signal, controller.signal]),
          onEvent: (event) => hub.emit('download', event),
        });
        return { id, attempts: [...attempts] };
      } finally {
        running.delete(id);
      }
    },
    'models.cancel'({ id }) {
      running.get(id)?.abort();
      return {};
    },
    'models.chooseFolder': async () => ({ path: chooseFolder ? await chooseFolder() : null }),
    'models.import': async ({ path }) => ({ id: (await core.library.import(path)).id }),
    async 'models.use'({ id }) {
      await use(id);
      return {};
    },
    async 'models.remove'({ id }) {
      const { modelId } = getSettings(store.read);
      if (modelId === id || core.activeId() === id) {
        throw new CodedError('model-in-use', {
          zh: '这个模型正在使用。请先换用另一个模型，再删除它。',
          en: 'This model is in use. Switch to another one first, then remove it.',
        });
      }
      await core.library.remove(id);
      return {};
    },
  };
}

/** Characters scrubbed on each side of a gap: far more than the store keeps, so that no number is cut in half. */
const scrubReach = 1000;

function suggestHandlers({ store, core, hub, clock }: Services): Pick<Handlers, 'suggest.fill'> {
  type Served = Pick<EngineAnswer, 'modelId' | 'version' | 'provider'>;

  function record(text: string, gaps: readonly Gap[], suggestion: Omit<Suggestion, 'gaps'>): void {
    for (const gap of gaps) {
      if (!gap.suggestionId) continue;
      const from = Math.max(0, gap.start - scrubReach);
      const scrubbed = scrub(text.slice(from, gap.end + scrubReach));
      recordSuggestion(store.write, {
        id: gap.suggestionId,
        at: clock.now(),
        context: scrubbed.text,
        gapStart: scrubbed.mapOffset(gap.start - from),
        gapEnd: scrubbed.mapOffset(gap.end - from),
        offered: gap.candidates.map(({ word, probability }) => ({ word: scrub(word).text, probability })),
        stage: suggestion.stage,
        modelId: suggestion.modelId,
        version: suggestion.version,
        provider: suggestion.provider,
        milliseconds: suggestion.milliseconds,
      });
    }
  }

  /** The engine that is about to answer; the full answer says which one really did. */
  function serving(): Served | null {
    const state = core.engine.state();
    return state.phase === 'ready' ? state : null;
  }

  return {
    async 'suggest.fill'(input, { signal }) {
      const settings = getSettings(store.read);
      const ids = new Map<number, string>();
      const began = clock.monotonic();
      const unwanted = unwantedIn(store.read, input.documentId ?? null);
      const request = fillRequest(input, settings);
      const withIds = (answer: FillAnswer): Gap[] =>
        answer.gaps.map((all) => {
          const wanted = all.candidates.filter(({ word }) => !unwanted.has(word));
          const gap = { ...all, candidates: wanted.slice(0, request.top) };
          const surest = gap.candidates[0]?.probability ?? 0;
          if (surest < (input.atLeast ?? 0)) return { ...gap, candidates: [], suggestionId: null };
          const suggestionId = ids.get(gap.start) ?? randomUUID();
          ids.set(gap.start, suggestionId);
          return { ...gap, candidates: [...gap.candidates], suggestionId };
        });

      function shown(stage: Suggestion['stage'], answer: FillAnswer, served: Served, milliseconds: number) {
        const { modelId, version, provider } = served;
        const head = { requestId: input.requestId, stage, milliseconds, modelId, version, provider };
        const gaps = withIds(answer);
        record(input.text, gaps, head);
        return { ...head, gaps };
      }

      // So many more that a full list is left after the unwanted ones are gone.
      const answer = await core.engine.fill(
        { ...request, top: request.top + unwanted.size },
        {
          signal,
          onFirst(first) {
            // An answer that may come to nothing is given as a whole.
            if (input.atLeast !== undefined) return;
            const served = serving();
            if (served) hub.emit('suggestion', shown('first', first, served, clock.monotonic() - began));
          },
        },
      );
      return shown('full', answer, answer, answer.milliseconds);
    },
  };
}

function fillRequest(input: Parsed<'suggest.fill'>, settings: { maxLength: number; top: number }) {
  return {
    text: input.text,
    maxLength: input.maxLength ?? settings.maxLength,
    top: input.top ?? settings.top,
    ...(input.gapKey === undefined ? {} : { gapKey: input.gapKey }),
  };
}

function documentHandlers(): Pick<Handlers, Extract<keyof Handlers, `documents.${string}`>> {
  return {
    'documents.read'({ format, data }) {
      const bytes = new Uint8Array(Buffer.from(data, 'base64'));
      if (format === 'docx') {
        const content = JSON.stringify(readDocx(bytes));
        return { format, content, form: null, losses: findLosses(bytes) };
      }
      const { text, form } = decodeText(bytes);
      return { format, content: text, form, losses: [] };
    },
    async 'documents.write'({ format, content, form }) {
      const bytes =
        format === 'docx' ? await writeDocx(parseContent(content)) : encodeText(content, form ?? newForm);
      return { data: Buffer.from(bytes).toString('base64') };
    },
  };
}

function parseContent(content: string): Content {
  try {
    return JSON.parse(content) as Content;
  } catch (cause) {
    const text = { zh: '文档内容无法读取。', en: 'The document cannot be read.' };
    throw new CodedError('bad-input', text, { cause });
  }
}

type KeepingMethod = Extract<keyof Handlers, `feedback.${string}` | `drafts.${string}` | `never.${string}`>;

function keepingHandlers({ store, clock }: Services): Pick<Handlers, KeepingMethod> {
  return {
    'feedback.give'({ suggestionId, kind, word }) {
      const id = randomUUID();
      const at = clock.now();
      giveFeedback(store.write, {
        id,
        suggestionId,
        at,
        kind,
        word: word === null ? null : scrub(word).text,
      });
      return { id };
    },
    'feedback.undo'({ id }) {
      undoFeedback(store.write, id);
      return {};
    },
    'feedback.edit'({ id, word }) {
      editFeedback(store.write, id, scrub(word).text);
      return {};
    },
    'feedback.export': ({ format }) => ({ text: exportFeedback(store.read, format) }),
    'feedback.import': ({ format, text }) =>
      importFeedback(store.write, text, {
        format,
        scrub: (one) => scrub(one).text,
        newId: randomUUID,
      }),
    'feedback.preview': ({ text }) => ({ text: scrub(text).text }),
    'feedback.list': (page) => listFeedback(store.read, page),
    'never.add'(rule) {
      const documentId = rule.scope === 'document' ? rule.documentId : null;
      const { scope } = rule;
      const word = scrub(rule.word).text;
      return { id: addRule(store.write, { id: randomUUID(), at: clock.now(), word, scope, documentId }) };
    },
    'never.remove'({ id }) {
      removeRule(store.write, id);
      return {};
    },
    'never.list': ({ query }) => ({ rules: listRules(store.read, query) }),
    'drafts.get': ({ id }) => ({ draft: getDraft(store.read, id) }),
    'drafts.remove'({ id }) {
      removeDraft(store.write, id);
      return {};
    },
    'drafts.put'({ id, content }) {
      putDraft(store.write, { id, content, updatedAt: clock.now() });
      return {};
    },
  };
}

/**
 * Opens the store and starts the engine with the model in use.
 * @throws CodedError `store-newer`, `store-unwritable`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const store = openStore({ dir: options.paths.home, clock: options.clock, log: options.log });
  const hub = createEventHub();
  const core = createCore(options);
  const services: Services = { ...options, store, core, hub };
  core.engine.onState((state) => hub.emit('engine', state));
  // The interface shows a start that fails; the app itself stays up so that another model can be chosen.
  core.activate(getSettings(store.read)).catch((error: unknown) => {
    if (!isAbort(error)) options.log.warn(`the engine did not start: ${String(error)}`);
  });
  return {
    hub,
    handlers: {
      ...appHandlers(services),
      ...modelHandlers(services),
      ...suggestHandlers(services),
      ...keepingHandlers(services),
      ...documentHandlers(),
      'engine.state': () => core.engine.state(),
      'engine.restart'() {
        core.engine.restart();
        return {};
      },
    },
    async close() {
      core.engine.close();
      await store.close();
    },
  };
}
