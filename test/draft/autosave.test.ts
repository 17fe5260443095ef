import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draftWorld, type Window, type World } from './draft-world.ts';

test('steady typing is stored within half a second', async () => {
  const world = draftWorld();
  const one = world.open();
  for (let i = 0; i < 50; i++) {
    one.insert(0.999, '字');
    await world.wait(100);
    expect(one.text.length - world.stored.length).toBeLessThanOrEqual(5);
  }
});

test('a refused write is told and tried again with all that came since', async () => {
  const world = draftWorld();
  const one = world.open();
  world.trouble = 'full';
  one.insert(0, 'a');
  await world.wait(500);
  expect(one.said.at(-1)).toBe('unsaved');
  one.insert(0.999, 'b');
  world.trouble = 'none';
  await world.wait(4000);
  expect([world.stored, one.said.at(-1)]).toEqual(['ab', 'saved']);
});

test('typing is stored as a journal; a calm moment makes a whole document of a long one', async () => {
  const world = draftWorld();
  const one = world.open();
  for (let i = 0; i < 60; i++) {
    one.insert(0.999, '字');
    await world.wait(500);
  }
  expect(world.journal).toBeGreaterThanOrEqual(50);
  await world.wait(6000);
  expect(world.journal).toBe(0);
  expect(world.stored).toBe(one.text);
});

test('what another window types appears here, and what both type is kept', async () => {
  const world = draftWorld(20);
  const one = world.open();
  one.insert(0, '请各部门');
  await world.wait(600);
  const other = world.open();
  expect(other.text).toBe('请各部门');
  one.insert(0.999, '参加会议');
  await world.wait(600);
  expect(other.text).toBe('请各部门参加会议');
  one.insert(0, '甲');
  other.insert(0.999, '乙');
  await world.wait(2000);
  expect([one.text, other.text, world.stored]).toEqual(Array(3).fill('甲请各部门参加会议乙'));
  expect([one.said.at(-1), other.said.at(-1)]).toEqual(['saved', 'saved']);
});

test('a window that was left behind does not replace what was written since', async () => {
  const world = draftWorld();
  const old = world.open();
  old.insert(0, '旧稿');
  await world.wait(600);
  world.trouble = 'away';
  await world.wait(100);
  old.insert(0.999, '（旧窗口续写）');
  await world.wait(600);
  expect(old.said.at(-1)).toBe('here');
  // The app is back and the writer goes on in a new window; the old one has not noticed yet.
  world.trouble = 'none';
  const fresh = world.open();
  expect(fresh.text).toBe('旧稿');
  fresh.insert(0, '新：');
  fresh.autosave.flush();
  await world.wait(100);
  world.reconnect();
  await world.wait(5000);
  expect([old.text, fresh.text, world.stored]).toEqual(Array(3).fill('新：旧稿（旧窗口续写）'));
  expect(old.said.at(-1)).toBe('saved');
  expect(world.parted).toEqual([]);
});

test('where both cannot be made one, the stored text stays and the other gets a document of its own', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '第一段第二段');
  one.split(0.5);
  await world.wait(600);
  const other = world.open();
  expect(other.text).toBe('第一段\n第二段');
  world.trouble = 'away';
  other.insert(0.3, '新');
  await world.wait(600);
  world.trouble = 'none';
  // The paragraph that the other window typed into is gone meanwhile.
  one.apply(one.state.tr.delete(0, one.state.doc.firstChild?.nodeSize ?? 0));
  one.autosave.flush();
  await world.wait(100);
  world.reconnect();
  await world.wait(5000);
  expect([one.text, other.text, world.stored]).toEqual(Array(3).fill('第二段'));
  expect(world.parted).toEqual(['第一新段\n第二段']);
});

test('the writer who goes on while a text is parted loses nothing of that either', async () => {
  const world = draftWorld(100);
  const one = world.open();
  one.insert(0, '第一段');
  await world.wait(1000);
  const other = world.open();
  world.trouble = 'away';
  other.insert(0.5, '新字');
  await world.wait(1000);
  world.trouble = 'none';
  one.replace('换成另一份文件');
  one.autosave.flush();
  await world.wait(500);
  world.reconnect();
  for (let i = 0; i < 6; i++) {
    other.insert(0.999, '续');
    await world.wait(100);
  }
  await world.wait(5000);
  const longest = world.parted.toSorted((a, b) => b.length - a.length)[0] ?? '';
  expect(longest + other.text).toMatch(/新字/);
  expect((longest + other.text).match(/续/g)).toHaveLength(6);
});

test('a document that takes the place of one that is just being stored is stored whole', async () => {
  const world = draftWorld(70);
  const one = world.open();
  one.insert(0, 'x');
  one.autosave.flush();
  one.replace('另一份');
  await world.wait(5_000);
  expect(world.stored).toBe('另一份');
});

test('a file that takes the place of a text which another window wrote on leaves both', async () => {
  const world = draftWorld(20);
  const one = world.open();
  one.insert(0, '草稿');
  await world.wait(600);
  const other = world.open();
  other.insert(0.999, '续写');
  other.autosave.flush();
  one.replace('文件的内容');
  await world.wait(5000);
  expect([one.text, other.text, world.stored]).toEqual(Array(3).fill('文件的内容'));
  expect(world.parted).toEqual(['草稿续写']);
});

test('a page that dies without the app leaves its text to the next one', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '已存');
  await world.wait(600);
  world.trouble = 'away';
  one.insert(0.999, '未存');
  await world.wait(1000);
  one.kill();
  world.trouble = 'none';
  const next = world.open();
  next.insert(0, '先：');
  await world.takeOver(next);
  expect(next.text).toBe('先：已存未存');
  await world.wait(1000);
  expect(world.stored).toBe('先：已存未存');
  expect(world.storage.length).toBe(0);
});

test('a file that took the place of the text while the app was gone comes back in its place', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '旧文');
  await world.wait(600);
  world.trouble = 'away';
  one.replace('文件的内容');
  await world.wait(1000);
  one.kill();
  world.trouble = 'none';
  const next = world.open();
  await world.takeOver(next);
  expect(next.text).toBe('文件的内容');
  await world.wait(1000);
  expect([world.stored, world.parted, world.storage.length]).toEqual(['文件的内容', [], 0]);
});

test('what was stored although its answer was lost is not taken over twice', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '一');
  await world.wait(600);
  world.trouble = 'mute';
  one.insert(0.999, '二');
  await world.wait(500);
  world.trouble = 'away';
  one.insert(0.999, '三');
  await world.wait(1000);
  one.kill();
  world.trouble = 'none';
  const next = world.open();
  expect(next.text).toBe('一二');
  await world.takeOver(next);
  expect(next.text).toBe('一二三');
});

test('nothing is changed under an input method', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '一');
  await world.wait(600);
  const other = world.open();
  other.composing = true;
  one.insert(0.999, '二');
  await world.wait(1000);
  expect(other.text).toBe('一');
  other.composing = false;
  await world.wait(500);
  expect(other.text).toBe('一二');
});

test('a draft that was removed elsewhere is stored again where the writer goes on', async () => {
  const world = draftWorld();
  const one = world.open();
  one.insert(0, '一');
  await world.wait(600);
  world.remove();
  await world.wait(600);
  expect(world.stored).toBe('');
  one.insert(0.999, '二');
  await world.wait(1000);
  expect(world.stored).toBe('一二');
});

/** Letters that no other insertion has. */
function* letters(): Generator<string> {
  for (let code = 0x4e00; ; code++) yield String.fromCodePoint(code);
}

const actions = [
  'type',
  'type',
  'type',
  'erase',
  'split',
  'wait',
  'long',
  'flush',
  'away',
  'mute',
  'full',
  'none',
  'none',
  'open',
  'kill',
  'calm',
] as const;
type Action = (typeof actions)[number];

interface Script {
  readonly world: World;
  readonly fresh: Generator<string>;
  /** What somebody typed and nobody erased. */
  readonly there: Set<string>;
}

async function perform(script: Script, action: Action, one: Window, where: number): Promise<void> {
  const { world, fresh, there } = script;
  if (action === 'type') {
    const letter = fresh.next().value as string;
    one.insert(where, letter);
    there.add(letter);
  }
  if (action === 'erase') there.delete(one.erase(where));
  if (action === 'split') one.split(where);
  if (action === 'wait') await world.wait(150);
  if (action === 'long') await world.wait(4000);
  if (action === 'calm') await world.wait(6000);
  if (action === 'flush') one.autosave.flush();
  if (action === 'away' || action === 'mute' || action === 'full' || action === 'none') {
    world.trouble = action;
    if (action === 'none') world.reconnect();
  }
  if (action === 'open' && world.windows.size < 3) world.open();
  // The page is closed as pages are: what is not stored goes into its storage.
  if (action === 'kill' && world.windows.size > 1) {
    one.autosave.flush();
    one.kill();
  }
  await world.wait(0);
}

/** A window that says saved shows no letter that the store lacks. */
function neverSaidTooSoon({ world, there }: Script): void {
  const safe = world.stored + world.parted.join('');
  for (const one of world.windows) {
    if (one.said.at(-1) !== 'saved') continue;
    for (const letter of one.text) if (there.has(letter)) expect(safe).toContain(letter);
  }
}

test('three windows, a store that comes and goes, pages that die: one text in the end, and no letter lost or doubled', async () => {
  const script = fc.array(
    fc.tuple(fc.constantFrom(...actions), fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true })),
    { maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(script, fc.constantFrom(0, 70, 600), async (steps, latency) => {
      const world = draftWorld(latency);
      const state: Script = { world, fresh: letters(), there: new Set() };
      world.open();
      for (const [action, which, where] of steps) {
        const all = [...world.windows];
        const one = all[which % all.length];
        if (one) await perform(state, action, one, where);
        neverSaidTooSoon(state);
      }
      world.trouble = 'none';
      world.reconnect();
      await world.wait(30_000);
      const [first] = [...world.windows];
      if (!first) throw new Error('a window is always left');
      const taken = world.takeOver(first);
      await world.wait(30_000);
      await taken;
      await world.wait(30_000);
      for (const one of world.windows) expect(one.text).toBe(world.stored);
      for (const one of world.windows) if (world.stored) expect(one.said.at(-1)).toBe('saved');
      const all = world.stored + world.parted.join('');
      for (const letter of state.there) expect(all).toContain(letter);
      const inText = [...world.stored].filter((letter) => letter !== '\n');
      expect(new Set(inText).size).toBe(inText.length);
    }),
    { numRuns: 150 },
  );
});
