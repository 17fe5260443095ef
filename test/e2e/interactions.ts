import {
  atParagraphStart,
  erase,
  extend,
  filled,
  fromOf,
  gapUnit,
  insert,
  isEmptySelection,
  lineAround,
  lineBreak,
  move,
  paragraphEnd,
  type Text,
  textOf,
  toEnd,
  toOf,
  toStart,
  unitsOf,
} from '../support/text-model.ts';
import { candidates, expect } from './app.ts';
import type { Driver } from './driver.ts';
import { closeAndReopen, kill, newTab, reload, save, switchTab } from './driver-documents.ts';
import type { Shown } from './driver-page.ts';
import { chinese, type, words } from './driver-typing.ts';

/** What writers do with keys, each with what it must leave. */
export interface Interaction {
  readonly name: string;
  /** How often, against the others. */
  readonly weight: number;
  readonly ready?: (driver: Driver) => boolean;
  readonly run: (driver: Driver) => Promise<void>;
}

const latin = ['OA', 'pdf', 'a', 'is', 'ok ', ' ', 'Word', 'x y'];
const letters = ['n', 'ni', "ni'hao"];
const most = 6;

/** A key several times, each as the model says. */
async function press(driver: Driver, key: string, change: (text: Text) => Text): Promise<void> {
  for (let n = 1 + driver.below(most); n > 0; n--) {
    await driver.key(key);
    await driver.expectText(change(driver.text));
  }
}

/** Selects up to some units by Shift and an arrow. */
async function select(driver: Driver): Promise<void> {
  const by = driver.chance(0.5) ? 1 : -1;
  if (!isEmptySelection(driver.text)) await press(driver, 'ArrowRight', (text) => move(text, 1));
  await press(driver, by > 0 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft', (text) => extend(text, by));
}

/** The caret goes along its line and no further. */
async function alongLine(driver: Driver, key: 'Home' | 'End'): Promise<void> {
  const { from, to } = lineAround(driver.text);
  await driver.key(key);
  await driver.expect({ text: textOf(driver.text) });
  const { anchor, head } = driver.text;
  expect(anchor, `${key} selects nothing`).toBe(head);
  expect(head >= from && head <= to, `${key} stays in its line`).toBe(true);
}

async function compose(driver: Driver, finish: 'commit' | 'cancel'): Promise<void> {
  const { cdp } = driver;
  const word = driver.pick(words);
  for (const text of letters.slice(0, 1 + driver.below(letters.length))) {
    const end = text.length;
    await cdp.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
    await driver.expect({ text: textOf(insert(driver.text, unitsOf(text))) });
    // Until it ends, the letters are not part of the model's text.
    driver.text = { ...insert(driver.text, []), anchor: driver.text.head - end, head: driver.text.head };
  }
  if (finish === 'commit') await cdp.send('Input.insertText', { text: word });
  else await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  driver.escaped = false;
  const left = insert(driver.text, finish === 'commit' ? unitsOf(word) : []);
  await driver.expectText(left);
  // Nobody presses the next key sooner. What the paragraph owes to the file's styles is done by then.
  await driver.page.waitForTimeout(100);
}

/** Presses Ctrl+Z while there is something to undo, and at most so often. The documents on the way, the last one last. */
async function undone(driver: Driver, most = Number.POSITIVE_INFINITY): Promise<Shown[]> {
  const seen = [await driver.shown()];
  for (let n = 0; n < most && seen.at(-1)?.undoable; n++) {
    await driver.key('Control+z');
    seen.push(await driver.shown());
  }
  return seen;
}

/** Undoes and redoes: the same documents come by on every way. */
async function undo(driver: Driver): Promise<void> {
  const redoKey = driver.pick(['Control+y', 'Control+Shift+z']);
  const seen = await undone(driver, 1 + driver.below(4));
  await redo(driver, seen, redoKey);
  const stay = driver.below(seen.length);
  for (const one of seen.slice(1, stay + 1)) {
    await driver.key('Control+z');
    await driver.expectSame(one);
  }
  await driver.expect({ text: textOf(driver.text) });
}

async function redo(driver: Driver, seen: readonly Shown[], key: string): Promise<void> {
  for (const one of seen.slice(0, -1).reverse()) {
    await driver.key(key);
    await driver.expectSame(one);
  }
}

/** Undoes all there is: the text is as it was when it was opened. */
async function undoAll(driver: Driver): Promise<void> {
  const seen = await undone(driver);
  const last = seen.at(-1);
  expect(last && textOf(last), 'undoing everything leads to where it began').toBe(driver.base);
  await redo(driver, seen, 'Control+Shift+z');
}

async function copyToClipboard(driver: Driver, text: string): Promise<void> {
  await driver.page.evaluate((given) => navigator.clipboard.writeText(given), text);
}

async function paste(driver: Driver, lines: readonly string[]): Promise<void> {
  driver.note(JSON.stringify(lines));
  await copyToClipboard(driver, lines.join('\r\n'));
  await driver.key('Control+v');
  await driver.expectText(insert(driver.text, unitsOf(lines.join(paragraphEnd))));
}

async function cutAndPaste(driver: Driver): Promise<void> {
  await select(driver);
  if (isEmptySelection(driver.text)) return;
  const before = driver.text;
  const cut = before.units.slice(fromOf(before), toOf(before));
  await driver.key('Control+x');
  await driver.expectText(erase(before, -1));
  if (driver.chance(0.5)) await press(driver, 'ArrowLeft', (text) => move(text, -1));
  await driver.key('Control+v');
  await driver.expectText(insert(driver.text, cut));
}

async function accept(driver: Driver): Promise<void> {
  await driver.key('F8');
  await driver.expect({ text: textOf(driver.text) });
  await driver.key('Control+Space');
  const came = await candidates(driver.page)
    .first()
    .waitFor({ timeout: 20_000 })
    .then(() => true)
    .catch(() => false);
  if (!came) {
    driver.note('nothing offered');
    await driver.key('Escape');
    await driver.expect({ text: textOf(driver.text) });
    return;
  }
  const key = driver.pick(['Enter', '1', '2', 'Alt+1', 'ArrowDown Enter']);
  for (const one of key.split(' ')) await driver.key(one);
  const { words: offered, selected } = await driver.offered();
  const row = key.endsWith('Enter') ? selected : Number(key.at(-1)) - 1;
  const word = offered[row];
  driver.note(`${key}: ${word ?? 'no such row'}`);
  driver.count(word === undefined ? 'no such row' : 'accepted');
  if (word !== undefined) return driver.expect(...filled(driver.text, word).map((text) => ({ text })));
  // A digit below the last row is text.
  const typed = textOf(insert(driver.text, unitsOf(key)));
  await driver.expect({ text: textOf(driver.text) }, { text: typed });
}

/** Tab takes the word at the caret where one stands there, indents at a paragraph's beginning, and writes a tab. */
async function tab(driver: Driver): Promise<void> {
  const { text } = driver;
  const start = atParagraphStart(text) && isEmptySelection(text);
  await driver.key('Tab');
  const { ghost } = await driver.offered();
  driver.note(`ghost: ${ghost ?? 'none'}`);
  driver.count(ghost === null ? 'tab' : 'ghost taken');
  if (ghost !== null) return driver.expectText(insert(text, unitsOf(ghost)));
  const within = text.units.slice(fromOf(text), toOf(text)).includes(paragraphEnd);
  if (within) return driver.expect({ text: textOf(text) });
  const target = text.node ? { ...text, anchor: toOf(text), head: toOf(text) } : text;
  const written = { text: textOf(insert(target, ['\t'])) };
  await driver.expect(written, ...(start ? [{ text: textOf(text) }] : []));
}

async function ghost(driver: Driver): Promise<void> {
  await driver.key('Control+End');
  await driver.expectText(toEnd(driver.text));
  await driver.key('Enter');
  await driver.expectText(insert(driver.text, [paragraphEnd]));
  await type(driver, driver.pick(['北京是中国的首', '请各部门按时参加会', '为进一步加强安全生']));
  await driver.page
    .getByTestId('ghost')
    .first()
    .waitFor({ state: 'attached', timeout: 3000 })
    .catch(() => undefined);
  await tab(driver);
}

async function digitsAtList(driver: Driver): Promise<void> {
  await driver.key('Control+m');
  await driver.expectText(insert(driver.text, [gapUnit]));
  if (driver.chance(0.5))
    await candidates(driver.page)
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
  await type(driver, String(driver.below(1000)));
}

const few = ({ text }: Driver): boolean => text.units.length < 300;
const hasGap = ({ text }: Driver): boolean => text.units.includes(gapUnit);

export const interactions: readonly Interaction[] = [
  { name: 'Chinese', weight: 14, ready: few, run: (driver) => type(driver, chinese(driver)) },
  { name: 'Latin', weight: 5, ready: few, run: (driver) => type(driver, driver.pick(latin)) },
  { name: 'digits at a list', weight: 3, ready: few, run: digitsAtList },
  {
    name: 'Enter',
    weight: 5,
    run: async (driver) => {
      await driver.key('Enter');
      await driver.expectText(insert(driver.text, [paragraphEnd]));
    },
  },
  {
    name: 'Shift+Enter',
    weight: 2,
    run: async (driver) => {
      await driver.key('Shift+Enter');
      await driver.expectText(insert(driver.text, [lineBreak]));
    },
  },
  { name: 'Backspace', weight: 7, run: (driver) => press(driver, 'Backspace', (text) => erase(text, -1)) },
  { name: 'Delete', weight: 4, run: (driver) => press(driver, 'Delete', (text) => erase(text, 1)) },
  { name: '←', weight: 5, run: (driver) => press(driver, 'ArrowLeft', (text) => move(text, -1)) },
  { name: '→', weight: 3, run: (driver) => press(driver, 'ArrowRight', (text) => move(text, 1)) },
  { name: 'Home, End', weight: 3, run: (driver) => alongLine(driver, driver.pick(['Home', 'End'])) },
  {
    name: 'Ctrl+Home, Ctrl+End',
    weight: 4,
    run: async (driver) => {
      const end = driver.chance(0.7);
      await driver.key(end ? 'Control+End' : 'Control+Home');
      await driver.expectText(end ? toEnd(driver.text) : toStart(driver.text));
    },
  },
  {
    name: 'Shift and arrows, then typing',
    weight: 4,
    run: async (driver) => {
      await select(driver);
      await type(driver, chinese(driver));
    },
  },
  {
    name: 'Ctrl+A, then typing',
    weight: 1,
    run: async (driver) => {
      await driver.key('Control+a');
      await driver.expect({ text: textOf(driver.text) });
      driver.text = { ...driver.text, anchor: 0, head: driver.text.units.length };
      await type(driver, chinese(driver));
    },
  },
  { name: 'input method', weight: 9, ready: few, run: (driver) => compose(driver, 'commit') },
  { name: 'input method given up', weight: 2, run: (driver) => compose(driver, 'cancel') },
  { name: 'undo, redo', weight: 6, run: undo },
  { name: 'undo all', weight: 1, ready: (d) => d.base !== null && d.sinceBase < 15, run: undoAll },
  {
    name: '[MASK]',
    weight: 4,
    ready: few,
    run: async (driver) => {
      await driver.page.keyboard.type(gapUnit);
      driver.escaped = false;
      await driver.expectText(insert(driver.text, [gapUnit]));
    },
  },
  { name: 'accept', weight: 3, ready: hasGap, run: accept },
  {
    name: 'Escape',
    weight: 2,
    run: async (driver) => {
      await driver.key('Escape');
      await driver.expectText(driver.text);
    },
  },
  { name: 'ghost', weight: 2, ready: few, run: ghost },
  { name: 'Tab', weight: 2, ready: (driver) => !driver.escaped, run: tab },
  {
    name: 'Ctrl+B',
    weight: 2,
    run: async (driver) => {
      await driver.key('Control+b');
      await driver.expectText(driver.text);
    },
  },
  { name: 'paste a line', weight: 3, ready: few, run: (driver) => paste(driver, [chinese(driver)]) },
  {
    name: 'paste lines',
    weight: 2,
    ready: few,
    run: (driver) => paste(driver, [chinese(driver), 'Word 文档', chinese(driver)]),
  },
  { name: 'cut and paste', weight: 3, run: cutAndPaste },
  { name: 'new tab', weight: 1, ready: ({ order }) => order.length < 4, run: newTab },
  { name: 'switch tab', weight: 2, ready: ({ order }) => order.length > 1, run: switchTab },
  { name: 'close and reopen', weight: 1, run: closeAndReopen },
  { name: 'reload', weight: 2, run: reload },
  { name: 'kill', weight: 1, run: kill },
  { name: 'Ctrl+S', weight: 1, run: async (driver) => void (await save(driver)) },
];
