import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Stamp } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import type { FileEffect, FileEvent } from '../../src-renderer/documents/file-events.ts';
import { type FileState, isInFile, noFile, update } from '../../src-renderer/documents/file-state.ts';
import type { OpenFile } from '../../src-renderer/documents/open-file.ts';

const stampOf = (n: number): Stamp => ({ modifiedAt: n, bytes: n, hash: String(n) });
const no = asWritten('不行', 'no');
const stored = (change: Partial<OpenFile> = {}): OpenFile => ({
  name: '通知.txt',
  format: 'txt',
  form: null,
  losses: [],
  current: true,
  path: '/通知.txt',
  stamp: stampOf(1),
  ...change,
});

/** Runs events one after another. */
function play(from: FileState, ...events: FileEvent[]) {
  let state = from;
  const effects: FileEffect[] = [];
  for (const event of events) {
    const step = update(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects, types: effects.map(({ type }) => type) };
}

const withFile = (change: Partial<OpenFile> = {}): FileState => ({ ...noFile, file: stored(change) });
const written = (id: number, n: number): FileEvent => ({
  type: 'written',
  id,
  written: { name: '通知.txt', path: '/通知.txt', stamp: stampOf(n) },
});
const failure = (id: number, code: string | null): FileEvent => ({ type: 'failed', id, code, text: no });
const save: FileEvent = { type: 'save' };
const edited: FileEvent = { type: 'edited' };

describe('a save', () => {
  test('writes over the file as the document knows it, and says so', () => {
    const { state, effects } = play(withFile(), edited, save, written(1, 2));
    expect(effects).toMatchObject([
      { type: 'record', file: { current: false }, why: 'edited' },
      {
        type: 'write',
        target: { to: 'path', path: '/通知.txt', replace: false },
        expected: { hash: '1' },
      },
      { type: 'record', file: { current: true, stamp: { hash: '2' } }, why: 'file' },
      { type: 'say-saved', name: '通知.txt' },
    ]);
    expect(isInFile(state)).toBe(true);
  });

  test('does not take in what is written during it', () => {
    const { state } = play(withFile(), edited, save, edited, written(1, 2));
    expect(state.file).toMatchObject({ current: false, stamp: { hash: '2' } });
    const download = play(
      noFile,
      { type: 'write', target: { to: 'download', format: 'docx', naming: 'same' } },
      edited,
      { type: 'written', id: 1, written: { name: '通知.docx' } },
    );
    expect(download.state.file).toMatchObject({ name: '通知.docx', current: false });
  });

  test('waits for the one before it, and takes in what was written meanwhile', () => {
    const twice = play(withFile(), edited, save, edited, save);
    expect(twice.types.filter((type) => type === 'write')).toHaveLength(1);
    const after = play(twice.state, written(1, 2));
    expect(after.effects).toMatchObject([{}, {}, { type: 'write', expected: { hash: '2' } }]);
    // Nothing new to write.
    expect(play(withFile(), edited, save, save, written(1, 2)).state.task).toBeNull();
  });

  test('that fails leaves the document unsaved, and says why', () => {
    const { state, effects } = play(withFile(), edited, save, save, failure(1, 'disk-full'));
    expect(state).toMatchObject({ file: { current: false, stamp: { hash: '1' } }, task: null, next: null });
    expect(effects.at(-1)).toEqual({ type: 'say-failed', text: no });
  });

  test('goes elsewhere where the file must not be changed or would lose something', () => {
    expect(play(withFile({ readOnly: 'signed' }), save).effects).toMatchObject([{ naming: 'copy' }]);
    const losses = [{ kind: 'comments' as const, count: 1 }];
    const asked = play(withFile({ losses }), save);
    expect(asked.state.asking).toMatchObject({ kind: 'losses' });
    expect(play(asked.state, { type: 'agree' }).effects).toMatchObject([{ naming: 'beside' }]);
    const uploaded = play(withFile({ losses, path: undefined, stamp: undefined } as never), save, {
      type: 'agree',
    });
    expect(uploaded.effects).toMatchObject([{ type: 'write', target: { to: 'download', naming: 'beside' } }]);
  });

  test('asks for a name where there is no file, by the dialog that there is', () => {
    const asked = play(noFile, save, { type: 'no-dialog', id: 1, name: '通知.docx' });
    expect(asked.state).toMatchObject({ asking: { kind: 'save', name: '通知.docx' }, task: null });
    const chosen = play(noFile, save, { type: 'chosen', id: 1, path: '/a', format: null });
    // The system's dialog has asked whether it may be replaced.
    expect(chosen.effects.at(-1)).toMatchObject({
      type: 'write',
      target: { path: '/a', format: 'docx', replace: true },
      expected: null,
    });
    expect(play(noFile, save, { type: 'chosen', id: 1, path: null, format: null }).state.task).toBeNull();
  });
});

describe('another format', () => {
  const target = { to: 'path', path: '/通知.docx', format: 'docx', replace: false } as const;
  const wish: FileEvent = { type: 'write', target };
  const losses = [{ kind: 'comments' as const, count: 1 }];

  test('is written once the writer has seen what it loses', () => {
    const asked = play(withFile(), wish, { type: 'weighed', id: 1, losses });
    expect(asked.types).toEqual(['weigh']);
    expect(asked.state.asking).toEqual({ kind: 'conversion', target, losses });
    expect(play(asked.state, { type: 'decline' }).effects).toEqual([]);
    const agreed = play(asked.state, { type: 'agree' });
    expect(agreed.types).toEqual(['write']);
    // A file that stands there is asked about, and what is lost is not asked again.
    const exists = play(agreed.state, failure(2, 'file-exists'));
    expect(exists.state.asking).toMatchObject({ kind: 'exists' });
    expect(play(exists.state, { type: 'agree' }).effects).toMatchObject([
      { type: 'write', target: { ...target, replace: true } },
    ]);
    expect(play(exists.state, { type: 'decline' }).effects).toEqual([]);
  });

  test('that loses nothing, or whose encoding is asked about later, is written at once', () => {
    expect(play(withFile(), wish, { type: 'weighed', id: 1, losses: [] }).types).toEqual(['weigh', 'write']);
    expect(play(withFile(), wish, failure(1, 'text-unencodable')).types).toEqual(['weigh', 'write']);
    expect(play(withFile(), wish, failure(1, 'disconnected')).types).toEqual(['weigh', 'say-failed']);
  });

  test('a text that its encoding cannot hold is written in UTF-8 where the writer agrees', () => {
    const asked = play(withFile({ encoding: 'gbk' } as never), save, failure(1, 'text-unencodable'));
    expect(asked.state.asking).toMatchObject({ kind: 'utf8' });
    expect(play(asked.state, { type: 'agree' }).effects).toMatchObject([
      { type: 'record', file: { encoding: 'utf-8' } },
      { type: 'write', output: { encoding: 'utf-8' } },
    ]);
  });
});

describe('a file that another program changed', () => {
  const changed = (id: number): FileEvent => ({ type: 'looked', id, state: 'changed', stamp: stampOf(7) });
  const look: FileEvent = { type: 'look' };
  const refused = play(withFile({ current: false }), save, failure(1, 'file-changed'), changed(2));

  test('is asked about, when it is seen and when a save meets it', () => {
    expect(play(withFile(), look, changed(1)).state.asking).toMatchObject({ kind: 'changed', saving: false });
    expect(refused.types).toEqual(['write', 'look']);
    expect(refused.state.asking).toEqual({ kind: 'changed', stamp: stampOf(7), saving: true });
  });

  test('is replaced by "keep mine" at the save that was asked for', () => {
    expect(play(refused.state, { type: 'decline' }).effects).toMatchObject([
      { type: 'record' },
      { type: 'write', expected: { hash: '7' } },
    ]);
    // Escape is no answer.
    expect(play(refused.state, { type: 'dismiss' }).effects).toEqual([]);
  });

  test('is replaced by "keep mine" at the next save, and not before', () => {
    const kept = play(withFile(), look, changed(1), { type: 'decline' });
    expect(kept.types).toEqual(['look', 'record']);
    expect(kept.state.file).toMatchObject({ current: false, stamp: { hash: '7' } });
    expect(play(kept.state, save).effects).toMatchObject([{ type: 'write', expected: { hash: '7' } }]);
  });

  test('is loaded in place of the document', () => {
    const loading = play(withFile({ current: false }), look, changed(1), { type: 'agree' });
    expect(loading.effects.at(-1)).toMatchObject({ type: 'load', id: 2, path: '/通知.txt' });
    const opened = { name: 'x' } as never;
    const { state, types } = play(loading.state, { type: 'loaded', id: 2, opened }, edited, {
      type: 'reloaded',
      id: 2,
      file: stored({ stamp: stampOf(7) }),
    });
    expect(types).toEqual(['replace', 'record']);
    expect(isInFile(state)).toBe(true);
    expect(play(loading.state, failure(2, 'file-gone')).state.task).toBeNull();
  });

  test('is not asked about by an answer that is older than a save', () => {
    const { state } = play(withFile(), look, save, written(2, 2), changed(1));
    expect(state.asking).toBeNull();
    const recorded: FileEvent = { type: 'recorded', file: stored({ stamp: stampOf(7) }) };
    expect(play(withFile(), look, recorded, changed(1)).state.asking).toBeNull();
    expect(play(withFile(), look, look, failure(1, null), look).types).toEqual(['look', 'look']);
  });

  test('another window answers for this one', () => {
    const file = stored({ stamp: stampOf(7) });
    expect(play(refused.state, { type: 'recorded', file }).state).toMatchObject({ asking: null, file });
  });

  test('that is gone is written anew by the next save', () => {
    const gone = play(withFile(), look, { type: 'looked', id: 1, state: 'gone', stamp: null });
    expect(gone.types).toEqual(['look', 'record', 'say-gone']);
    expect(gone.state.file?.current).toBe(false);
    expect(play(gone.state, save).effects).toMatchObject([{ type: 'write', expected: null }]);
  });
});

test('closing is no matter of course while a save is under way or a question is open', () => {
  expect(isInFile(withFile())).toBe(true);
  expect(isInFile(play(withFile(), save).state)).toBe(false);
  expect(isInFile(play(withFile(), { type: 'ask-open' }).state)).toBe(false);
  const closed = play(withFile(), edited, save, { type: 'closed' });
  expect(play(closed.state, written(1, 2)).effects).toEqual([]);
});

test('a document that takes the place of another has nothing to do with the save of that one', () => {
  const opened: FileEvent = {
    type: 'opened',
    file: stored(),
    incoming: { path: '/通知.txt' },
    candidates: null,
  };
  const other: FileEvent = {
    type: 'written',
    id: 2,
    written: { name: '旧.docx', path: '/旧.docx', stamp: stampOf(9) },
  };
  const { state } = play(
    noFile,
    save,
    { type: 'chosen', id: 1, path: '/旧.docx', format: 'docx' },
    opened,
    other,
  );
  expect(state.file).toEqual(stored());
});

/** A disk, a document and another program; what the state wants is answered late, in any order, or not at all. */
class World {
  state: FileState = noFile;
  /** Names what is in the document. */
  content = 'c0';
  readonly disk = new Map<string, { content: string; stamp: Stamp }>();
  readonly pending: { effect: Extract<FileEffect, { id: number }>; content: string }[] = [];
  readonly answered: FileEvent[] = [];
  /** What the file held under each stamp. */
  readonly held = new Map<string, string>();
  /** Stamps that the writer knows of. */
  readonly known = new Set<string>();
  #made = 0;

  send(event: FileEvent): void {
    const before = this.state;
    const { state, effects } = update(before, event);
    this.state = state;
    this.#check(before, event, effects);
    for (const effect of effects) {
      if (effect.type === 'replace') this.#replace(effect.id);
      else if ('id' in effect) this.pending.push({ effect, content: this.content });
    }
  }

  #check(before: FileState, event: FileEvent, effects: readonly FileEffect[]): void {
    const writes = effects.filter((one) => one.type === 'write');
    const under = this.pending.filter(
      ({ effect }) => effect.type === 'write' && effect.id === before.task?.id,
    );
    if (under.length > 0 && before.task?.id === this.state.task?.id) expect(writes).toEqual([]);
    for (const { expected } of writes) if (expected) expect(this.known).toContain(expected.hash);
    if (event.type === 'failed') expect(this.state.file?.current).toBe(before.file?.current);
    if (event.type === 'decline' && before.asking?.kind === 'changed' && before.asking.saving)
      expect(writes).toMatchObject([{ expected: before.asking.stamp }]);
    expect(this.state.task === null || this.state.asking === null).toBe(true);
    const { file } = this.state;
    if (file?.current) expect(this.held.get(file.stamp?.hash ?? '')).toBe(this.content);
  }

  edit(): void {
    this.content = `c${++this.#made}`;
    this.send({ type: 'edited' });
  }

  put(path: string, content: string): Stamp {
    const stamp = stampOf(++this.#made);
    this.disk.set(path, { content, stamp });
    this.held.set(stamp.hash, content);
    return stamp;
  }

  decline(): void {
    const { asking } = this.state;
    if (asking?.kind === 'changed' && asking.stamp) this.known.add(asking.stamp.hash);
    this.send({ type: 'decline' });
  }

  #replace(id: number): void {
    const there = this.disk.get('/a.docx');
    if (!there) {
      this.send(failure(id, 'file-gone'));
      return;
    }
    this.content = there.content;
    this.known.add(there.stamp.hash);
    this.send({ type: 'edited' });
    const file = stored({ path: '/a.docx', name: 'a.docx', format: 'docx', stamp: there.stamp });
    this.send({ type: 'reloaded', id, file });
  }

  /** @param broken whether the disk or the connection fails */
  answer(at: number, broken = false): void {
    const [one] = this.pending.splice(at % Math.max(1, this.pending.length), 1);
    if (!one) return;
    const event = broken ? failure(one.effect.id, 'disk-full') : this.#outcome(one.effect, one.content);
    this.answered.push(event);
    this.send(event);
  }

  /** An answer that was given already. */
  repeat(at: number): void {
    const event = this.answered[at % Math.max(1, this.answered.length)];
    if (event) expect(update(this.state, event)).toEqual({ state: this.state, effects: [] });
  }

  #outcome(effect: Extract<FileEffect, { id: number }>, content: string): FileEvent {
    const { id } = effect;
    const there = this.disk.get('/a.docx');
    switch (effect.type) {
      case 'choose':
        return { type: 'no-dialog', id, name: 'a.docx' };
      case 'look': {
        const state = !there ? 'gone' : there.stamp.hash === effect.stamp.hash ? 'same' : 'changed';
        return { type: 'looked', id, state, stamp: there?.stamp ?? null };
      }
      case 'write': {
        const { expected, target } = effect;
        const surprise =
          expected === null ? there !== undefined : there && there.stamp.hash !== expected.hash;
        if (target.to === 'path' && !target.replace && surprise)
          return failure(id, expected === null ? 'file-exists' : 'file-changed');
        const stamp = this.put('/a.docx', content);
        this.known.add(stamp.hash);
        return { type: 'written', id, written: { name: 'a.docx', path: '/a.docx', stamp } };
      }
      case 'load':
        return { type: 'loaded', id, opened: {} as never };
      default:
        return { type: 'weighed', id, losses: [] };
    }
  }

  /** A writer who wants the text of the document in its file, come what may. */
  saveAtLast(): void {
    while (this.pending.length > 0) this.answer(0);
    for (let round = 0; round < 20 && !(isInFile(this.state) && round > 0); round++) {
      const { asking, task } = this.state;
      if (asking?.kind === 'save' || asking?.kind === 'open') this.toPath();
      else if (asking?.kind === 'changed') this.decline();
      else if (asking) this.send({ type: 'agree' });
      else if (!task) this.send(save);
      while (this.pending.length > 0) this.answer(0);
    }
  }

  toPath(): void {
    const target = { to: 'path', path: '/a.docx', format: 'docx', replace: false } as const;
    this.send({ type: 'write', target });
  }
}

const act = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('edit', 'save', 'save-as', 'to-path', 'look' as const) },
  { weight: 2, arbitrary: fc.constantFrom('agree', 'decline', 'dismiss', 'others' as const) },
  { weight: 1, arbitrary: fc.constantFrom('remove', 'ask-open' as const) },
  { weight: 6, arbitrary: fc.record({ answer: fc.nat(5), broken: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ repeat: fc.nat(20) }) },
);

function perform(world: World, one: typeof act extends fc.Arbitrary<infer T> ? T : never): void {
  if (typeof one === 'object') {
    if ('answer' in one) world.answer(one.answer, one.broken);
    else world.repeat(one.repeat);
  } else if (one === 'edit') world.edit();
  else if (one === 'to-path') world.toPath();
  else if (one === 'save-as') world.send({ type: 'save-as', naming: 'same' });
  else if (one === 'others') world.put('/a.docx', 'of another program');
  else if (one === 'remove') world.disk.delete('/a.docx');
  else if (one === 'decline') world.decline();
  else world.send({ type: one });
}

test('under any interleaving nothing unwritten counts as saved, and "mine" gets into the file', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (script) => {
      const world = new World();
      for (const one of script) perform(world, one);
      const mine = world.content;
      const loading = world.state.task?.kind === 'loading';
      world.saveAtLast();
      expect(isInFile(world.state)).toBe(true);
      expect(world.disk.get('/a.docx')?.content).toBe(world.content);
      // Only a file that the writer asked for comes in place of the text.
      if (!loading) expect(world.content).toBe(mine);
    }),
    { numRuns: 2000 },
  );
});

test('a text whose encoding is a guess is asked about until the writer says that it fits', () => {
  const incoming = { path: '/短.txt' };
  const read = (encoding: 'gb18030' | 'big5', of: { path: string }, first: boolean): FileEvent => ({
    type: 'opened',
    file: stored({ form: { encoding, bom: false, ending: '\n' } }),
    incoming: of,
    candidates: first ? ['gb18030', 'big5'] : null,
  });
  const again = play(noFile, read('gb18030', incoming, true), read('big5', incoming, false));
  expect(again.state.asking).toMatchObject({
    kind: 'encoding',
    chosen: 'big5',
    candidates: ['gb18030', 'big5'],
  });
  // Another file whose encoding is certain asks nothing.
  expect(play(again.state, read('big5', { path: '/短.txt' }, false)).state.asking).toBeNull();
});
