import { CodedError } from '../../src-main/base/error.ts';
import {
  GatewaySettings,
  type Handlers,
  type PhrasesState,
  Settings,
  type TeamState,
} from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { idleLearning, quietSlot } from './fake-slot.ts';

const noTeam: TeamState = { joined: null, busy: false };

const phrases: PhrasesState = { enabled: false, folders: [], opened: 0, characters: 0, progress: null };

/** Handlers that remember what they were asked, for the suites that test everything around them. */
export interface FakeHandlers {
  readonly handlers: Handlers;
  readonly drafts: Map<string, string>;
  /** Signals of `suggest.fill` calls, which never answer before they are aborted. */
  readonly waiting: AbortSignal[];
}

export function fakeHandlers(): FakeHandlers {
  const drafts = new Map<string, string>();
  const waiting: AbortSignal[] = [];
  let settings = Settings.parse({});
  const gateway = GatewaySettings.parse({
    on: false,
    address: '',
    hasCa: false,
    hasToken: false,
    version: null,
    preset: false,
    state: { phase: 'off' },
    reports: null,
    answeredBy: null,
  });
  const handlers: Handlers = {
    'app.info': () => ({
      version: '1.2.3',
      shell: 'browser',
      modelsDir: '/models',
      capabilities: { chooseFolder: false, chooseFile: false, pdf: false },
      notices: [],
    }),
    'settings.get': () => settings,
    'settings.set': (change) => {
      settings = Settings.parse({ ...settings, ...change });
      return settings;
    },
    'models.list': () => ({ models: [] }),
    'models.contacts': () => ({ contacts: [] }),
    'models.install': () => {
      throw new CodedError('disk-full', asWritten('磁盘空间不足。', 'The disk is full.'));
    },
    'models.cancel': () => ({}),
    'models.chooseFolder': () => ({ path: null }),
    'models.import': ({ path }) => ({ id: path }),
    'models.use': () => ({}),
    'models.remove': () => {
      throw new Error('a secret of the inside');
    },
    'engine.state': () => ({ phase: 'none' }),
    'engine.restart': () => ({}),
    'gateway.get': () => gateway,
    'gateway.set': ({ on = false }) => ({ ...gateway, on }),
    'suggest.fill': (_input, { signal }) => {
      waiting.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    'suggest.next': ({ requestId }) => ({
      requestId,
      suggestionId: null,
      milliseconds: 0,
      candidates: [],
      modelId: null,
      version: null,
    }),
    'suggest.precision': () => ({
      quiet: { shown: 0, accepted: 0 },
      moderate: { shown: 0, accepted: 0 },
      eager: { shown: 0, accepted: 0 },
    }),
    'phrases.state': () => phrases,
    'phrases.enable': ({ enabled }) => ({ ...phrases, enabled }),
    'phrases.addFolder': () => phrases,
    'phrases.chooseFolder': () => ({ path: null }),
    'phrases.removeFolder': () => phrases,
    'phrases.documents': () => ({ documents: [], total: 0 }),
    'phrases.removeDocument': () => phrases,
    'phrases.refresh': () => phrases,
    'phrases.forget': () => phrases,
    'team.state': () => noTeam,
    'team.fingerprint': () => ({ fingerprint: '' }),
    'team.join': () => noTeam,
    'team.sync': () => noTeam,
    'team.leave': () => noTeam,
    'team.contribution': ({ ids }) => ({ fileName: 'samples.jsonl', text: '', samples: ids.length }),
    'updates.fromFile': () => ({ update: null }),
    'devices.inspect': () => ({ machine: 'linux-x64', provider: 'cpu', cpuMilliseconds: 20, providers: [] }),
    'data.list': () => ({ folder: '/home/bumo', tables: [], files: [], expired: 0 }),
    'data.preview': () => ({ tables: [], files: [] }),
    'data.remove': () => ({ tables: [], files: [] }),
    'feedback.give': () => ({ id: 'f1' }),
    'feedback.undo': () => ({}),
    'feedback.edit': () => ({}),
    'feedback.export': () => ({ text: '' }),
    'feedback.import': () => ({ added: 0, skipped: 0 }),
    'feedback.preview': ({ text }) => ({ text }),
    'samples.import': () => ({
      added: 0,
      pending: 0,
      known: 0,
      terms: 0,
      pairs: 0,
      refused: [],
      refusedTotal: 0,
      notes: [],
    }),
    'samples.preview': () => ({
      table: {
        layout: { sheet: 0, header: null, columns: {}, leftOut: [] },
        sheets: [''],
        top: [],
        headings: [],
        columns: [],
        rows: [],
        rowsTotal: 0,
      },
      lines: [],
      kept: [],
      refused: [],
    }),
    'samples.list': () => ({ items: [], total: 0 }),
    'samples.edit': ({ id }) => ({ id }),
    'samples.approve': () => ({ changed: 0 }),
    'samples.remove': () => ({}),
    'samples.export': () => ({ text: '' }),
    'samples.contradictions': () => ({ contradictions: [] }),
    'samples.choose': () => ({}),
    'samples.skipped': () => ({ since: null, count: 0 }),
    'terms.list': () => ({ terms: [] }),
    'terms.remove': () => ({}),
    'pairs.list': () => ({ pairs: [] }),
    'pairs.remove': () => ({}),
    'versions.list': () => ({ versions: [] }),
    'versions.show': ({ id }) => {
      throw new CodedError('not-found', asWritten(`没有版本 ${id}。`, `There is no version ${id}.`));
    },
    'versions.note': () => ({ id: 1 }),
    'versions.export': ({ id, format }) => ({ text: '', fileName: `${id}.${format}` }),
    'versions.remove': () => ({}),
    'versions.trends': () => ({ trends: [] }),
    'ledger.list': () => ({ items: [], total: 0 }),
    'ledger.forget': () => ({}),
    'learn.start': () => ({}),
    'learn.state': () => idleLearning,
    'learn.pause': () => ({}),
    'learn.cancel': () => ({}),
    'slot.view': () => quietSlot,
    'slot.promote': () => quietSlot,
    'slot.push': () => quietSlot,
    'slot.pause': () => quietSlot,
    'slot.abandon': () => quietSlot,
    'slot.rollback': () => quietSlot,
    'slot.restore': () => quietSlot,
    'documents.read': ({ format, data }) => ({
      format,
      content: data,
      source: '0'.repeat(64),
      sheet: null,
      form: null,
      candidates: null,
      readOnly: null,
      summary: { blocks: 0, characters: 0, gaps: 0, blanks: 0, atoms: {} },
      losses: [],
    }),
    'documents.losses': () => ({ losses: [] }),
    'documents.media': () => ({ media: null }),
    'documents.sheet': () => ({ sheet: null, readOnly: null }),
    'documents.new': () => {
      throw new CodedError('unsupported', asWritten('不支持。', 'Not supported.'));
    },
    'documents.write': ({ content }) => ({ data: content }),
    'drafts.remove': () => ({}),
    'drafts.append': () => ({}),
    'drafts.since': () => ({ known: false, draft: null }),
    'files.open': () => {
      throw new CodedError('file-gone', asWritten('找不到文件。', 'The file is not there.'));
    },
    'files.save': ({ path }) => ({ path, name: path, stamp: { modifiedAt: 1, bytes: 1, hash: '' } }),
    'files.check': ({ stamp }) => ({ state: 'same', stamp }),
    'files.choose': () => ({ path: null }),
    'files.name': () => ({}),
    'files.browse': () => ({ folder: '/', parent: null, entries: [] }),
    'files.handed': () => ({ paths: [] }),
    'files.recent': () => ({ files: [] }),
    'files.forget': () => ({}),
    'files.pdf': ({ path }) => ({ path, name: path }),
    'never.add': () => ({ id: 'r1' }),
    'never.remove': () => ({}),
    'never.list': () => ({ rules: [] }),
    // Breaks its own schema: a dispatcher must not let it out.
    'feedback.list': () => ({ items: [], total: 1.5 }),
    'drafts.get': ({ id }) => {
      const content = drafts.get(id);
      return {
        draft: content === undefined ? null : { id, content, updatedAt: 1, revision: '', journal: [] },
      };
    },
    'drafts.put': ({ id, content }) => {
      drafts.set(id, content);
      return {};
    },
  };
  return { handlers, drafts, waiting };
}
