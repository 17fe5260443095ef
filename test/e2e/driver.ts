import type { CDPSession, Page } from '@playwright/test';
import type { Draft } from '../../src-main/contract/index.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { readDraft } from '../../src-renderer/draft/draft-content.ts';
import { replay } from '../../src-renderer/draft/journal.ts';
import { callFrom } from '../support/page-call.ts';
import { emptyText, lineBreak, paragraphEnd, type Text, textOf } from '../support/text-model.ts';
import { type App, type Bumo, expect } from './app.ts';
import { type Offered, readPage, type Shown, watchOffers } from './driver-page.ts';

/** What a step may leave: a text, and where it matters the caret. */
export interface Outcome {
  readonly text: string;
  readonly caret?: { readonly anchor: number; readonly head: number };
}

interface TabEntry {
  readonly id: string;
  readonly path?: string;
}

interface TabList {
  readonly list: readonly TabEntry[];
  readonly active: string;
}

const storedUnits = (draft: Draft): string => {
  const { content, journal } = readDraft(draft);
  const { doc, whole } = replay(documentSchema().nodeFromJSON(content), journal);
  expect(whole, 'the journal can be followed').toBe(true);
  return doc.content.content
    .map((block) =>
      block.textBetween(0, block.content.size, '', ({ type }) =>
        type.name === 'hardBreak' ? lineBreak : '[MASK]',
      ),
    )
    .join(paragraphEnd);
};

/** Does what writers do, and holds beside it what the texts must be. */
export class Driver {
  readonly page: Page;
  readonly bumo: Bumo;
  readonly random: () => number;
  app: App;
  cdp: CDPSession;
  /** Texts of the open documents by their ids. */
  readonly texts = new Map<string, Text>();
  order: readonly string[] = [];
  active = '';
  /** The text that undoing everything leads to; null where nobody knows. */
  base: string | null = '';
  /** Interactions since the history of the document in front began. */
  sinceBase = 0;
  /** Escape was the last key: Tab would leave the text. */
  escaped = false;
  readonly log: string[] = [];
  readonly wrong: string[] = [];
  readonly counts = new Map<string, number>();

  constructor(page: Page, bumo: Bumo, app: App, cdp: CDPSession, random: () => number) {
    this.page = page;
    this.bumo = bumo;
    this.app = app;
    this.cdp = cdp;
    this.random = random;
  }

  static async begin(page: Page, bumo: Bumo, random: () => number): Promise<Driver> {
    const context = page.context();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.addInitScript(watchOffers);
    const app = await bumo.start();
    const driver = new Driver(page, bumo, app, await context.newCDPSession(page), random);
    page.on('console', (message) => {
      // A step that kills the server leaves failed requests behind.
      if (message.type() === 'error' && !message.text().includes('ERR_')) driver.wrong.push(message.text());
    });
    await page.goto(app.url);
    await driver.whenShown();
    // The shortest delays: the most answers that come between two keys.
    await driver.call('settings.set', { inlineLevel: 'eager', inlineDelayMs: 150 });
    await driver.readTabs();
    return driver;
  }

  get text(): Text {
    return this.texts.get(this.active) ?? emptyText;
  }

  set text(text: Text) {
    this.texts.set(this.active, text);
  }

  note(what: string): void {
    this.log.push(what);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('invariant broken: nothing to pick from');
    return value;
  }

  async key(name: string): Promise<void> {
    await this.page.keyboard.press(name);
    this.escaped = name === 'Escape';
  }

  /** What stood on offer when the last key was pressed. */
  offered(): Promise<Offered> {
    return this.page.evaluate(() => (globalThis as unknown as { bumoOffered: Offered }).bumoOffered);
  }

  /** @throws where no text is in front */
  async shown(): Promise<Shown> {
    const shown = await this.page.evaluate(readPage);
    if (!shown) throw new Error('no text is in front');
    return shown;
  }

  async whenShown(): Promise<Shown> {
    await expect.poll(() => this.page.evaluate(readPage).then((one) => one?.focused)).toBe(true);
    return this.shown();
  }

  /** Waits until the page shows one of the outcomes, which becomes the model's text. */
  async expect(...outcomes: readonly Outcome[]): Promise<void> {
    const isMet = ({ text, caret }: Outcome, shown: Shown) =>
      text === textOf(shown) && (!caret || (caret.anchor === shown.anchor && caret.head === shown.head));
    const state = async () => {
      const shown = await this.page.evaluate(readPage);
      if (!shown) return 'no text is in front';
      const { dom, strange, focused, anchor, head, browser, node } = shown;
      if (strange !== '' || !focused) return { strange, focused };
      const isReported = node || (browser.anchor === anchor && browser.head === head);
      if (!isReported) return JSON.stringify({ browser, editor: { anchor, head } });
      if (dom !== textOf(shown)) return JSON.stringify({ drawn: dom, held: textOf(shown) });
      return outcomes.some((one) => isMet(one, shown))
        ? 'as the model says'
        : JSON.stringify({ text: textOf(shown), anchor, head, expected: outcomes.slice(0, 4) });
    };
    await expect.poll(state).toBe('as the model says');
    this.text = await this.shown();
  }

  /** The document as it was before, its look included. */
  async expectSame(before: Shown): Promise<void> {
    await this.expect({ text: textOf(before) });
    expect((await this.shown()).whole, 'the look is the same, too').toBe(before.whole);
  }

  /** The model's next text, its caret included. */
  async expectText(next: Text): Promise<void> {
    const { anchor, head } = next;
    await this.expect({ text: textOf(next), caret: { anchor, head } });
  }

  async call(method: string, input: unknown): Promise<unknown> {
    return (await callFrom(this.page, method, input)).value;
  }

  async stored(id: string): Promise<Draft | null> {
    return ((await this.call('drafts.get', { id })) as { draft: Draft | null }).draft;
  }

  async storedText(id: string): Promise<string> {
    const draft = await this.stored(id);
    return draft ? storedUnits(draft) : '';
  }

  async storedTabs(): Promise<TabList> {
    const draft = await this.stored('tabs');
    return draft ? (JSON.parse(draft.content) as TabList) : { list: [{ id: 'main' }], active: 'main' };
  }

  /** Takes the open documents over from the store, once the condition holds there. */
  async readTabs(until: (tabs: TabList) => boolean = () => true): Promise<TabList> {
    await expect.poll(async () => until(await this.storedTabs()), 'the list of tabs is stored').toBe(true);
    const tabs = await this.storedTabs();
    this.order = tabs.list.map(({ id }) => id);
    this.active = tabs.active;
    for (const id of this.texts.keys()) if (!this.order.includes(id)) this.texts.delete(id);
    return tabs;
  }

  /** What another document in front means for the history. */
  turned(base: string | null): void {
    this.base = base;
    this.sinceBase = 0;
  }

  /** Runs what brings another document to the front, and waits for it. */
  async toFront(run: () => Promise<void>): Promise<void> {
    await this.page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>('.sheet:not([hidden]) .writing'))
        one.dataset.left = '';
    });
    await run();
    await expect(this.page.locator('.sheet:not([hidden]) .writing:not([data-left])')).toHaveCount(1);
    await this.page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>('[data-left]')) delete one.dataset.left;
    });
  }

  isSaved = (): Promise<boolean> =>
    this.page
      .getByTestId('status-save')
      .textContent()
      .then((text) => text === '已保存');

  whenSaved = (): Promise<void> => expect(this.page.getByTestId('status-save')).toHaveText('已保存');

  /** The page was loaded anew: every document is there, whole. */
  async expectAllBack(): Promise<void> {
    const { order, active } = this;
    const { text } = this;
    await this.whenShown();
    await this.expect({ text: textOf(text) });
    await this.readTabs();
    expect(this.order, 'the tabs are those that were open').toEqual(order);
    expect(this.active, 'the same tab is in front').toBe(active);
  }
}
