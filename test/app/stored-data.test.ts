import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listData, previewRemoval, removeData } from '../../src-main/app/stored-data.ts';
import { createSources } from '../../src-main/documents/sources.ts';
import { importSamples } from '../../src-main/learn/samples/manage.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { appendDraft, getDraft, putDraft } from '../../src-main/store/drafts.ts';
import { saveExam } from '../../src-main/store/exams.ts';
import { giveFeedback } from '../../src-main/store/feedback.ts';
import { putMemoryKeys } from '../../src-main/store/memory-keys.ts';
import { addRule } from '../../src-main/store/never.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { addFolder } from '../../src-main/store/own-documents.ts';
import { addRecent } from '../../src-main/store/recent.ts';
import { setSettings } from '../../src-main/store/settings.ts';
import { writeSlotState } from '../../src-main/store/slot-state.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { addNote, saveVersion } from '../../src-main/store/versions.ts';
import { noEvidence } from '../../src-main/versions/policy/rollout.ts';
import { freshSnapshot } from '../../src-main/versions/policy/snapshot.ts';
import { examReport } from '../support/exam-report.ts';
import { inProcessParser } from '../support/in-process-parser.ts';
import { manualClock } from '../support/manual-clock.ts';
import { residueIn } from '../support/residue.ts';
import { tempDir } from '../support/temp.ts';
import { termKinds } from '../support/term-kinds.ts';
import { versionRecord } from '../support/version-record.ts';

const day = 24 * 60 * 60 * 1000;

interface World {
  readonly store: Store;
  readonly home: string;
  readonly clock: ReturnType<typeof manualClock>;
}

function put(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function plantJudged({ store, clock }: World, word: string): void {
  const context = scrub(`${word}一直没[MASK]`).text;
  const gapStart = context.indexOf('[MASK]');
  recordSuggestion(store.write, {
    id: word,
    at: clock.now(),
    context,
    gapStart,
    gapEnd: gapStart + 6,
    offered: [{ word: scrub(word).text, probability: 0.5 }],
    stage: 'full',
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });
  const given = { id: `f-${word}`, suggestionId: word, kind: 'wrong', at: clock.now() } as const;
  giveFeedback(store.write, { ...given, word: scrub(word).text });
}

async function plantSamples({ store, clock }: World, word: string): Promise<void> {
  const { sheets } = inProcessParser();
  const tools = { kinds: termKinds, readSheets: sheets, now: clock.now, newId: randomUUID };
  const rows = {
    correction: { text: `${word}已经[MASK]完毕。`, answer: '发货' },
    glossary: { term: word, definition: `${word}指一种东西。`, example: `请查看${word}的结果。` },
    style: { plain: `${word}弄好了`, formal: `${word}已办妥` },
  };
  for (const kind of ['correction', 'glossary', 'style'] as const) {
    const content = { as: 'text', text: `${JSON.stringify(rows[kind])}\n` } as const;
    await importSamples(store.write, { kind, format: 'jsonl', content, fileName: `${word}.jsonl` }, tools);
  }
  putMemoryKeys(store.write, 'b', [{ id: word, word, weight: 1, key: new Float32Array([1]) }]);
}

function plantVersion({ store, clock, home }: World, word: string, id: string): void {
  const at = clock.now();
  const sample = {
    id: `hash-${id}`,
    text: `${word}[MASK]`,
    answer: word,
    source: 'correction',
    at,
    heldOut: true,
  } as const;
  saveVersion(store.write, versionRecord({ id, base: 'b', createdAt: at, samples: [sample] }));
  addNote(store.write, id, scrub(`${word}的笔记`).text, at);
  const worse = [{ ...examReport().worse[0], text: `${word}[MASK]`, answer: word }];
  saveExam(store.write, {
    base: 'b',
    report: { ...examReport(), version: id, at, worse: worse as never },
    marks: [],
  });
  put(join(home, 'patches', `${id}.safetensors`), `{"samples":"${word}"}`);
}

async function plant(world: World, word: string, id: string): Promise<void> {
  const { store, home, clock } = world;
  const { write } = store;
  const source = await createSources({ home, clock }).keep(Buffer.from(`文件里的${word}`));
  const draft = { id: `doc-${word}`, updatedAt: clock.now(), revision: 'r' };
  putDraft(write, { ...draft, content: `{"source":"${source}","text":"${word}"}` });
  appendDraft(write, { id: draft.id, entry: `又写了${word}`, revision: 's', based: 'r' });
  plantJudged(world, word);
  await plantSamples(world, word);
  addRule(write, {
    id: `n-${word}`,
    at: clock.now(),
    word: scrub(word).text,
    scope: 'everywhere',
    documentId: null,
  });
  plantVersion(world, word, id);
  addRecent(write, `/home/${word}.docx`, clock.now());
  put(join(home, 'learning', 'run.json'), `{"samples":"${word}"}`);
  put(join(home, 'learning', 'run.trial', 'a1.safetensors'), word);
  put(join(home, `bumo.db.bad-${id}`), word);
}

/** What has no age. */
function plantAgeless({ store, home, clock }: World, word: string): void {
  setSettings(store.write, { writerName: word, theme: 'dark' });
  addFolder(store.write, `/home/${word}`, clock.now());
  store.write
    .prepare('INSERT INTO own_documents (path, title, bytes, changed_at) VALUES (?, ?, 1, 1)')
    .run(`/home/${word}.md`, word);
  store.write
    .prepare('INSERT INTO team (only, address, key, joined_at, name) VALUES (1, ?, ?, 1, ?)')
    .run(`/mnt/${word}`, word, word);
  store.write
    .prepare("INSERT INTO team_items (sha256, kind, name, bytes) VALUES (?, 'glossary', ?, 1)")
    .run('0'.repeat(64), word);
  put(join(home, 'phrases', 'segment'), word);
  put(join(home, 'crashes', 'engine.json'), word);
  put(join(home, 'models', 'm', 'expanded', 'a.safetensors'), word);
}

type Removing = World & Pick<Parameters<typeof removeData>[0], 'paths' | 'removeOldDocuments'>;

async function world(): Promise<Removing> {
  const home = tempDir();
  const clock = manualClock();
  const store = openStore({ dir: home, clock });
  await store.idle();
  const paths = { home, models: join(home, 'models'), resources: '', renderer: '' };
  put(join(home, 'models', 'm', 'model.safetensors'), 'weights');
  return { store, home, clock, paths, removeOldDocuments: async () => undefined };
}

const [old, young] = ['绛珠仙草', '神瑛侍者'];

/** Both words in the store, in two backups and in files; the first is 40 days old. */
async function planted() {
  const one = await world();
  const { now } = one.clock;
  await plant({ ...one, clock: { ...one.clock, now: () => now() - 40 * day } }, old, '00000000000000a1');
  one.clock.advance(day + 1);
  await one.store.idle();
  await plant(one, young, '00000000000000b2');
  plantAgeless(one, young);
  one.clock.advance(day + 1);
  await one.store.idle();
  return one;
}

const backedUp = (home: string, word: string) => residueIn(join(home, 'backups'), [word]).length;

test('every table with text, and every folder, has what was planted, and is listed', async () => {
  const one = await planted();
  const { tables, files } = await listData(one);
  for (const { name, text, rows } of tables)
    if (text !== 'none' && name !== 'chores') expect([name, rows > 0]).toEqual([name, true]);
  const written = readdirSync(one.home, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files).toHaveLength(written.length);
  expect(files.find(({ path }) => path === 'models/m/model.safetensors')).toMatchObject({
    text: 'none',
    bytes: 7,
  });
  expect(files.filter(({ text }) => text === 'none').map(({ path }) => path)).toHaveLength(1);
  expect(backedUp(one.home, old)).toBeGreaterThan(0);
  expect(backedUp(one.home, young)).toBeGreaterThan(0);
  await one.store.close();
});

test('after everything is removed no byte of the folder holds it, and what is not text stays', async () => {
  const one = await planted();
  const preview = await previewRemoval(one, { olderThanDays: null });
  expect(await removeData(one, { olderThanDays: null })).toEqual(preview);
  expect(residueIn(one.home, [old, young])).toEqual([]);
  expect((await listData(one)).tables.filter(({ rows }) => rows > 0).map(({ name }) => name)).toEqual([
    'settings',
    'row_counts',
    'removals',
  ]);
  expect(one.store.read.prepare('SELECT name FROM settings').pluck().all()).toEqual(['theme']);
  expect(residueIn(one.home, ['weights'])).toHaveLength(1);
  await one.store.close();
  expect(residueIn(one.home, [old, young])).toEqual([]);
});

test('after what is old is removed, no byte of the folder holds it, and the rest is there', async () => {
  const one = await planted();
  const preview = await previewRemoval(one, { olderThanDays: 30 });
  const removed = await removeData(one, { olderThanDays: 30 });
  expect(removed.tables).toEqual(preview.tables);
  expect(removed.files).toEqual(expect.arrayContaining(preview.files));
  expect(removed.files.map(({ path }) => path)).toContain('patches/00000000000000a1.safetensors');
  expect(residueIn(one.home, [old])).toEqual([]);
  expect(residueIn(join(one.home, 'patches'), [young])).toHaveLength(1);
  const { read } = one.store;
  expect(getDraft(read, `doc-${young}`)).not.toBeNull();
  for (const table of ['feedback', 'suggestions', 'never_rules', 'recent_files', 'version_notes', 'exams'])
    expect([table, read.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 1]);
  expect(residueIn(join(one.home, 'sources'), [young])).toHaveLength(1);
  expect(backedUp(one.home, young)).toBeGreaterThan(0);
  await one.store.close();
});

test('the drafts of open documents stay, however old', async () => {
  const one = await world();
  const old = { updatedAt: one.clock.now() - 40 * day, revision: 'r', content: '{}' };
  for (const id of ['doc-open', 'doc-closed']) putDraft(one.store.write, { ...old, id });
  putDraft(one.store.write, { ...old, id: 'tabs', content: '{"open":["doc-open"]}' });
  await removeData(one, { olderThanDays: 30 });
  expect(one.store.read.prepare('SELECT id FROM drafts ORDER BY id').pluck().all()).toEqual([
    'doc-open',
    'tabs',
  ]);
  await one.store.close();
});

test('a version that is in service stays, however old, whichever base model it is of', async () => {
  const one = await world();
  const { store, home } = one;
  const at = one.clock.now() - 40 * day;
  const ids = ['a', 'b', 'c', 'd'].map((name) => `000000000000000${name}`);
  for (const id of ids) {
    saveVersion(store.write, versionRecord({ id, base: 'b', createdAt: at }));
    put(join(home, 'patches', `${id}.safetensors`), '');
    put(join(home, 'models', 'm', 'expanded', `${id}.safetensors`), '');
  }
  const [main = '', elsewhere = '', back = '', idle = ''] = ids;
  const state = freshSnapshot(noEvidence);
  const previous = { version: back, until: one.clock.now() + day };
  writeSlotState(store.write, 'b', JSON.stringify({ ...state, main, previous }), 2);
  writeSlotState(store.write, 'other', JSON.stringify({ ...state, main: elsewhere }), 1);
  const { files } = await removeData(one, { olderThanDays: 30 });
  expect(files.map(({ path }) => path)).toEqual([
    `models/m/expanded/${idle}.safetensors`,
    `patches/${idle}.safetensors`,
  ]);
  const removed = store.read.prepare('SELECT id FROM versions WHERE removed_at IS NOT NULL').pluck();
  expect(removed.all()).toEqual([idle]);
  expect(readdirSync(join(home, 'patches'))).toHaveLength(3);
  await store.close();
});

test('own documents that are older are listed and taken out of the index; those that were changed since stay', async () => {
  const one = await world();
  const add = one.store.write.prepare(
    'INSERT INTO own_documents (path, title, bytes, changed_at) VALUES (?, ?, 1, ?)',
  );
  add.run('/a.md', 'a', one.clock.now() - 40 * day);
  add.run('/b.md', 'b', one.clock.now());
  const asked: number[] = [];
  const removeOldDocuments = async (before: number) => void asked.push(before);
  const { tables } = await removeData({ ...one, removeOldDocuments }, { olderThanDays: 30 });
  expect(tables).toEqual([{ name: 'own_documents', part: 'documents', rows: 1 }]);
  expect(asked).toEqual([one.clock.now() - 30 * day]);
  await one.store.close();
});
