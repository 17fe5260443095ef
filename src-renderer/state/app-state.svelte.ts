import type {
  AppInfo,
  Client,
  Connection,
  Contact,
  DownloadEvent,
  EngineState,
  GatewaySettings,
  LearnOutcome,
  ModelInfo,
  Notice,
  PhrasesState,
  Settings,
  SourceName,
  TeamState,
} from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { type Ending, follow, followAll } from '../client/follow.ts';
import { clearButSession } from '../client/session.ts';
import type { SaveState } from '../draft/autosave.ts';
import { setLanguage } from '../i18n/index.svelte.ts';
import type { Sentence } from '../text/find-sentence.ts';
import { isAbort, textOf } from '../ui/error-text.ts';
import { schedule } from '../ui/schedule.ts';
import { advance, begun, type Download, ended, isRunning } from './download-state.ts';
import { Live } from './live.svelte.ts';
import { noticeOfRun, type ShownNotice, withNotice, withoutNotice, withoutText } from './notices.ts';
import {
  isBeside,
  type PanelName,
  readSidePanel,
  type SidePanelEvent,
  storeSidePanel,
  updateSidePanel,
} from './side-panel.ts';

export type HealthTab = 'now' | 'versions' | 'trends' | 'history';
export type LearnTab = 'feedback' | 'samples' | 'terms' | 'pairs' | 'documents' | 'ledger';

/** Milliseconds that a passing word stays. */
const toldMs = 4000;

/** What the whole interface shares: the shell's state as it was last told, and what is open. */
export class AppState {
  readonly client: Client;
  /** The run, the slot and the versions. */
  readonly live: Live;
  info = $state.raw<AppInfo | null>(null);
  settings = $state.raw<Settings | null>(null);
  engine = $state.raw<EngineState>({ phase: 'none' });
  models = $state.raw<readonly ModelInfo[]>([]);
  /** The machines that were asked for models, newest first. */
  contacts = $state.raw<readonly Contact[]>([]);
  /** The gateway's settings and what became of it; null before they were told. */
  gateway = $state.raw<GatewaySettings | null>(null);
  /** The writer's own documents, as they were last told of; null before. */
  phrases = $state.raw<PhrasesState | null>(null);
  /** What an organisation shares, as it was last told of; null before. */
  team = $state.raw<TeamState | null>(null);
  downloads = $state<Record<string, Download>>({});
  notices = $state.raw<readonly ShownNotice[]>([]);
  side = $state.raw(readSidePanel(localStorage, window.innerWidth));
  /** Words of the setting that the panel of settings is to show; it takes them. */
  wantedSetting = $state('');
  /** What of the health panel is open; `record` is the version whose record is read. */
  health = $state<{ tab: HealthTab; record: string | null }>({ tab: 'now', record: null });
  /** What of the learning panel is open. */
  learnTab = $state<LearnTab>('feedback');
  /** The page of the guide that is open; null for its contents. */
  guidePage = $state<string | null>(null);
  online = $state(true);
  connection = $state<Connection>('open');
  saveState = $state<SaveState>('saved');
  /** Time of the last suggestion, first or full. */
  milliseconds = $state<number | null>(null);
  /** The text of the document on the screen, a paragraph a line; set by whoever shows it. */
  openText: () => string = () => '';
  /**
   * Shows the place of a sentence in an open document; set by whoever shows documents.
   * @returns false where no open document has it
   */
  goToSentence: (sentence: Sentence) => Promise<boolean> = async () => false;
  #told = 0;
  #panelAsked = false;

  constructor(client: Client) {
    this.client = client;
    this.live = new Live(client, (outcome) => this.#learned(outcome));
  }

  /** @throws the error of a call that fails; no subscription remains then. */
  async start(): Promise<Ending> {
    const { client } = this;
    const asked = Promise.all([client.call('app.info', {}), client.call('models.list', {})]);
    const end = await followAll([
      client.on('download', (event) => this.#downloaded(event)),
      client.on('notice', (notice) => this.notify(notice)),
      follow(
        client,
        'settings',
        () => client.call('settings.get', {}),
        (settings) => this.applySettings(settings),
      ),
      follow(
        client,
        'engine',
        () => client.call('engine.state', {}),
        (state) => this.#engineIs(state),
      ),
      follow(
        client,
        'phrases',
        () => client.call('phrases.state', {}),
        (state) => {
          this.phrases = state;
        },
      ),
      follow(
        client,
        'gateway',
        () => client.call('gateway.get', {}),
        (settings) => {
          this.gateway = settings;
        },
      ),
      follow(
        client,
        'team',
        () => client.call('team.state', {}),
        (state) => {
          this.team = state;
        },
      ),
      this.live.start(),
      asked.then(() => () => undefined),
    ]);
    const [info, { models }] = await asked;
    this.info = info;
    this.models = models;
    for (const notice of info.notices) this.notify(notice);
    return end;
  }

  /** The panel on the screen, in a dialog or next to the text. */
  get panel(): PanelName | null {
    return this.side.open;
  }

  set panel(panel: PanelName | null) {
    this.arrange({ type: 'show', panel });
  }

  /** Whether the window has room for a panel next to the text. */
  get beside(): boolean {
    return isBeside(this.side);
  }

  arrange(event: SidePanelEvent): void {
    this.#panelAsked ||= event.type === 'show' || event.type === 'toggle';
    this.side = updateSidePanel(this.side, event);
    storeSidePanel(localStorage, this.side);
  }

  /** Removes all that the page stores but its session. */
  clearPage(): void {
    clearButSession(localStorage);
  }

  /** Whether the writer asked for a panel since this was called last. */
  takePanelAsked(): boolean {
    const asked = this.#panelAsked;
    this.#panelAsked = false;
    return asked;
  }

  get hasModel(): boolean {
    return this.models.some((model) => model.installed);
  }

  get standIn(): ModelInfo | undefined {
    return this.models.find((model) => !model.isDefault && model.sources.length > 0);
  }

  applySettings(settings: Settings): void {
    this.settings = settings;
    setLanguage(settings.language);
    document.documentElement.dataset.theme = settings.theme;
  }

  notify(notice: Notice): void {
    this.notices = withNotice(this.notices, notice, ++this.#told);
  }

  /** Says something that needs no answer; it goes by itself. */
  tell(text: Message): void {
    const before = this.notices;
    this.notify({ level: 'info', text });
    // What is shown already stays as long as it was to stay.
    const said = this.notices === before ? undefined : this.notices.at(-1);
    if (said) schedule(toldMs, () => this.dismiss(said.id));
  }

  /** Takes back a notice that no longer holds. */
  withdraw(text: Message): void {
    this.notices = withoutText(this.notices, text);
  }

  dismiss(id: number): void {
    this.notices = withoutNotice(this.notices, id);
  }

  /** Runs a call whose failure the writer must hear of. */
  async attempt<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      if (!isAbort(error)) this.notify({ level: 'error', text: textOf(error) });
      return null;
    }
  }

  async change(change: Partial<Settings>): Promise<boolean> {
    const settings = await this.attempt(() => this.client.call('settings.set', change));
    if (settings) this.applySettings(settings);
    return settings !== null;
  }

  openHealth(tab: HealthTab, record: string | null = null): void {
    this.health = { tab, record };
    this.panel = 'health';
  }

  openLearning(tab: LearnTab): void {
    this.panel = 'records';
    this.learnTab = tab;
  }

  /** Changes something about the writer's own documents. @returns whether it was done */
  async changePhrases(run: () => Promise<PhrasesState>): Promise<boolean> {
    const state = await this.attempt(run);
    if (state) this.phrases = state;
    return state !== null;
  }

  openSetting(words: string): void {
    this.wantedSetting = words;
    this.panel = 'settings';
  }

  async refreshModels(): Promise<void> {
    const list = await this.attempt(() => this.client.call('models.list', {}));
    if (list) this.models = list.models;
    const record = await this.attempt(() => this.client.call('models.contacts', {}));
    if (record) this.contacts = record.contacts;
  }

  /** Installs and uses a model; the download's own state says how it goes. */
  async install(id: string, source: SourceName | null): Promise<void> {
    this.downloads[id] = begun;
    try {
      const { attempts } = await this.client.call('models.install', { id, ...(source ? { source } : {}) });
      if (isRunning(this.downloads[id]))
        this.downloads[id] = { ...begun, phase: 'done', attempts: [...attempts] };
      await this.use(id);
    } catch (error) {
      this.#installFailed(id, error);
    }
    await this.refreshModels();
  }

  async use(id: string): Promise<void> {
    await this.attempt(() => this.client.call('models.use', { id }));
  }

  /** A run that ends behind a closed panel is told of; the panel tells it itself. */
  #learned(outcome: LearnOutcome): void {
    const notice = noticeOfRun(outcome, this.panel === 'records');
    if (notice) this.notify(notice);
  }

  #installFailed(id: string, error: unknown): void {
    this.downloads[id] = ended(this.downloads[id], isAbort(error) ? null : textOf(error));
  }

  #engineIs(state: EngineState): void {
    const before = this.engine.phase === 'ready' ? this.engine.modelId : null;
    const settled = state.phase === 'ready' && state.modelId !== before;
    this.engine = state;
    if (settled) void this.refreshModels();
  }

  #downloaded(event: DownloadEvent): void {
    this.downloads[event.modelId] = advance(this.downloads[event.modelId], event);
    // An imported model is listed from the moment that it is in its folder.
    const isNew = event.phase === 'measuring' && !this.models.some(({ id }) => id === event.modelId);
    if (event.phase === 'done' || isNew) void this.refreshModels();
  }
}
