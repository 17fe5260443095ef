import { describe, expect, test } from 'vitest';
import { openWritable, userVersion, type WriteDb } from '../../src-main/store/db.ts';
import { latestVersion, migrate } from '../../src-main/store/migrate.ts';
import { offers } from '../../src-main/store/migrations/022-offers.ts';
import { removals } from '../../src-main/store/migrations/023-removals.ts';
import { judged } from '../../src-main/store/migrations/024-judged.ts';
import { judgementWindow } from '../../src-main/store/migrations/025-window.ts';
import { restrictChore } from '../../src-main/store/migrations/026-restrict-chore.ts';
import { team } from '../../src-main/store/migrations/027-team.ts';
import { migrations } from '../../src-main/store/migrations/index.ts';

/** A database as the version before left it. */
function at(version: number): WriteDb {
  const db = openWritable(':memory:');
  migrate(db, migrations.slice(0, version));
  return db;
}

const tables = (db: WriteDb) =>
  db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name);

function addSuggestion(db: WriteDb, id: string, offered = '[{"word":"天","probability":0.9}]') {
  db.prepare(
    `INSERT INTO suggestions (id, at, context, gap_start, gap_end, offered, stage, model_id, version, provider, milliseconds)
     VALUES (?, 1, '今天[MASK]气', 2, 8, ?, 'full', 'm', 'base', 'cpu', 12.5)`,
  ).run(id, offered);
}

describe('each step takes an old file on and keeps what is in it', () => {
  test('1: settings hold one value a name', () => {
    const db = at(0);
    migrate(db, migrations.slice(0, 1));
    expect(tables(db)).toEqual(['settings']);
    const put = db.prepare('INSERT INTO settings (name, value) VALUES (?, ?)');
    put.run('language', '"en"');
    expect(() => put.run('language', '"zh"')).toThrow(/UNIQUE/);
  });

  test('2: suggestions keep context, model, provider and latency, and refuse what is not JSON', () => {
    const db = at(1);
    db.exec(`INSERT INTO settings VALUES ('theme', '"dark"')`);
    migrate(db, migrations.slice(0, 2));
    addSuggestion(db, 's1');
    expect(() => addSuggestion(db, 's2', 'no json')).toThrow(/CHECK/);
    expect(db.prepare('SELECT value FROM settings').get()).toEqual({ value: '"dark"' });
    expect(db.prepare('SELECT provider, milliseconds FROM suggestions').get()).toEqual({
      provider: 'cpu',
      milliseconds: 12.5,
    });
  });

  test('3: feedback belongs to a suggestion and goes with it', () => {
    const db = at(2);
    addSuggestion(db, 's1');
    migrate(db, migrations.slice(0, 3));
    const give = db.prepare(
      'INSERT INTO feedback (id, suggestion_id, at, kind, word) VALUES (?, ?, 1, ?, ?)',
    );
    give.run('f1', 's1', 'wrong', '天');
    expect(() => give.run('f2', 'nobody', 'right', null)).toThrow(/FOREIGN KEY/);
    expect(() => give.run('f3', 's1', 'perhaps', null)).toThrow(/CHECK/);
    db.exec(`DELETE FROM suggestions WHERE id = 's1'`);
    expect(db.prepare('SELECT count(*) AS n FROM feedback').get()).toEqual({ n: 0 });
  });

  test('4: drafts hold a document by its id', () => {
    const db = at(3);
    addSuggestion(db, 's1');
    migrate(db, migrations.slice(0, 4));
    db.exec(`INSERT INTO drafts VALUES ('main', '{}', 5)`);
    expect(tables(db)).toEqual(['drafts', 'feedback', 'settings', 'suggestions']);
    expect(db.prepare('SELECT count(*) AS n FROM suggestions').get()).toEqual({ n: 1 });
  });

  test('5: a rule is kept once for a document or for all, with feedback and drafts as they were', () => {
    const db = at(4);
    db.exec(`INSERT INTO drafts VALUES ('main', '{}', 5)`);
    migrate(db, migrations.slice(0, 5));
    const add = db.prepare(
      'INSERT INTO never_rules (id, at, word, scope, document_id) VALUES (?, 1, ?, ?, ?)',
    );
    add.run('r1', '词', 'everywhere', null);
    add.run('r2', '词', 'document', 'main');
    expect(() => add.run('r3', '词', 'everywhere', null)).toThrow(/UNIQUE/);
    expect(() => add.run('r4', '词', 'document', null)).toThrow(/CHECK/);
    expect(() => add.run('r5', '词', 'sometimes', null)).toThrow(/CHECK/);
    expect(db.prepare('SELECT count(*) AS n FROM drafts').get()).toEqual({ n: 1 });
  });

  test('6: what was said keeps its weight, what was only seen may join it', () => {
    const db = at(5);
    addSuggestion(db, 's1');
    db.exec(`INSERT INTO feedback VALUES ('f1', 's1', 1, 'wrong', '天'), ('f2', 's1', 2, 'accepted', '天')`);
    migrate(db, migrations.slice(0, 6));
    expect(db.prepare('SELECT id, kind, word, weight FROM feedback ORDER BY rowid').all()).toEqual([
      { id: 'f1', kind: 'wrong', word: '天', weight: 1 },
      { id: 'f2', kind: 'accepted', word: '天', weight: 0.5 },
    ]);
    const give = db.prepare('INSERT INTO feedback VALUES (?, ?, 1, ?, NULL, ?)');
    give.run('f3', 's1', 'dismissed', 0.1);
    expect(() => give.run('f4', 's1', 'dismissed', 0)).toThrow(/CHECK/);
    expect(() => give.run('f5', 'nobody', 'kept', 0.3)).toThrow(/FOREIGN KEY/);
    db.exec(`DELETE FROM suggestions WHERE id = 's1'`);
    expect(db.prepare('SELECT count(*) AS n FROM feedback').get()).toEqual({ n: 0 });
  });

  test('7: a recent file is listed once', () => {
    const db = at(6);
    migrate(db, migrations.slice(0, 7));
    db.exec(`INSERT INTO recent_files VALUES ('/a.docx', 1)`);
    expect(() => db.exec(`INSERT INTO recent_files VALUES ('/a.docx', 2)`)).toThrow(/UNIQUE/);
  });

  test('8: a draft gets a journal, which goes with it', () => {
    const db = at(7);
    db.exec(`INSERT INTO drafts VALUES ('main', '{}', 5)`);
    migrate(db, migrations.slice(0, 8));
    expect(db.prepare('SELECT id, content, base FROM drafts').all()).toEqual([
      { id: 'main', content: '{}', base: '' },
    ]);
    db.exec(`INSERT INTO draft_journal VALUES ('main', 0, '[]')`);
    expect(() => db.exec(`INSERT INTO draft_journal VALUES ('main', 0, '[]')`)).toThrow(/UNIQUE/);
    expect(() => db.exec(`INSERT INTO draft_journal VALUES ('other', 0, '[]')`)).toThrow(/FOREIGN KEY/);
    db.exec(`DELETE FROM drafts`);
    expect(db.prepare('SELECT count(*) AS n FROM draft_journal').get()).toEqual({ n: 0 });
  });

  test('9: samples belong to a term or a pair and go with it; feedback is as it was', () => {
    const db = at(8);
    addSuggestion(db, 's1');
    db.exec(`INSERT INTO feedback VALUES ('f1', 's1', 1, 'wrong', '天', 1)`);
    migrate(db, migrations.slice(0, 9));
    db.exec(`INSERT INTO imports VALUES ('i1', 1, 'glossary', 'terms.csv')`);
    db.exec(`INSERT INTO glossary_terms VALUES ('t1', 1, '靶向', NULL, NULL, 'medical', 'i1', 2)`);
    db.exec(`INSERT INTO style_pairs VALUES ('p1', 1, '好', '良好', 'i1', 3)`);
    db.exec(`INSERT INTO style_words VALUES ('好', '良好', 'p1')`);
    const add = db.prepare(
      `INSERT INTO samples VALUES (?, 1, ?, 'file', ?, '接受[MASK]治疗', '靶向', '[]', 1, ?, ?, 'i1', 2)`,
    );
    add.run('a', 'correction', 'approved', null, null);
    add.run('b', 'glossary', 'pending', 't1', null);
    add.run('c', 'style', 'approved', null, 'p1');
    expect(() => add.run('d', 'glossary', 'approved', null, null)).toThrow(/CHECK/);
    expect(() => add.run('d', 'correction', 'approved', null, 'p1')).toThrow(/CHECK/);
    expect(() => add.run('d', 'correction', 'perhaps', null, null)).toThrow(/CHECK/);
    expect(() => add.run('d', 'glossary', 'approved', 'nobody', null)).toThrow(/FOREIGN KEY/);
    db.exec(`DELETE FROM glossary_terms; DELETE FROM style_pairs; DELETE FROM imports`);
    expect(db.prepare('SELECT id, import_id FROM samples').all()).toEqual([{ id: 'a', import_id: null }]);
    expect(db.prepare('SELECT count(*) AS n FROM style_words').get()).toEqual({ n: 0 });
    expect(db.prepare('SELECT word FROM feedback').all()).toEqual([{ word: '天' }]);
  });

  test('10: versions are named by hash, and what they learned goes with them; samples are as they were', () => {
    const db = at(9);
    db.exec(
      `INSERT INTO samples VALUES ('a', 1, 'correction', 'file', 'approved', '订单已[MASK]', '发货', '[]', 1, NULL, NULL, NULL, 2)`,
    );
    migrate(db, migrations.slice(0, 10));
    const add = db.prepare(
      `INSERT INTO versions (id, base, model_id, mode, created_at, patch_file, patch_bytes, recipe, seed, metrics)
       VALUES (?, 'b', 'm', ?, 1, 'p', 9, ?, 1, '{}')`,
    );
    add.run('0123456789abcdef', 'lora', '{}');
    expect(() => add.run('0123456789abcdeF', 'lora', '{}')).toThrow(/CHECK/);
    expect(() => add.run('base', 'lora', '{}')).toThrow(/CHECK/);
    expect(() => add.run('0000000000000000', 'whole', '{}')).toThrow(/CHECK/);
    expect(() => add.run('0000000000000000', 'patch', '{')).toThrow(/CHECK/);
    const hold = db.prepare(
      `INSERT INTO version_samples VALUES (?, 'a', '订单已[MASK]', ?, 'correction', 1, 0, NULL)`,
    );
    hold.run('0123456789abcdef', '发货');
    expect(() => hold.run('0123456789abcdef', '发货')).toThrow(/UNIQUE/);
    expect(() => hold.run('0000000000000000', '发货')).toThrow(/FOREIGN KEY/);
    expect(() => hold.run('0000000000000000', null)).toThrow(/CHECK/);
    db.exec(`DELETE FROM versions`);
    expect(db.prepare('SELECT count(*) AS n FROM version_samples').get()).toEqual({ n: 0 });
    expect(db.prepare('SELECT id FROM samples').all()).toEqual([{ id: 'a' }]);
  });

  test('11: exams outlive versions; marks are kept once for a version, base and set of questions', () => {
    const db = at(10);
    db.exec(`INSERT INTO version_notes VALUES (1, 'base', 1, '够用')`);
    migrate(db, migrations.slice(0, 11));
    db.exec(`INSERT INTO exams VALUES (1, 'base', 'base', 'b', 1, 'q', '{}')`);
    expect(() => db.exec(`INSERT INTO exams VALUES (2, 'base', 'base', 'b', 1, 'q', '{')`)).toThrow(/CHECK/);
    db.exec(`INSERT INTO exam_marks VALUES ('base', 'b', 'q', 1, '[]'), ('base', 'other', 'q', 1, '[]')`);
    expect(() => db.exec(`INSERT INTO exam_marks VALUES ('base', 'b', 'q', 2, '[]')`)).toThrow(/UNIQUE/);
    expect(db.prepare('SELECT text FROM version_notes').all()).toEqual([{ text: '够用' }]);
  });

  test('12: an entry is known by id and time; an incident is of a known kind', () => {
    const db = at(11);
    migrate(db, migrations.slice(0, 12));
    db.exec(`INSERT INTO rollouts VALUES (1, 5, 'base', 'phase', '{}'), (1, 6, 'base', 'phase', '{}')`);
    expect(() => db.exec(`INSERT INTO rollouts VALUES (1, 5, 'base', 'ended', '{}')`)).toThrow(/UNIQUE/);
    expect(() => db.exec(`INSERT INTO incidents VALUES (1, 5, 'base', 'bad luck', '{}')`)).toThrow(/CHECK/);
  });

  test('13: the slot has one state', () => {
    const db = at(12);
    migrate(db, migrations.slice(0, 13));
    db.exec(`INSERT INTO slot_state VALUES (1, 5, 'state')`);
    expect(() => db.exec(`INSERT INTO slot_state VALUES (1, 5, 'state')`)).toThrow(/UNIQUE/);
    expect(() => db.exec(`INSERT INTO slot_state VALUES (2, 5, 'state')`)).toThrow(/CHECK/);
  });

  test('14: a key holds whole float32 numbers, once for a sample and base', () => {
    const db = at(13);
    db.exec(`INSERT INTO slot_state VALUES (1, 5, 'state')`);
    migrate(db, migrations.slice(0, 14));
    const put = db.prepare(`INSERT INTO memory_keys VALUES (?, 'a', '词', ?, ?)`);
    put.run('b', 0.5, Buffer.alloc(8));
    put.run('other', 0.5, Buffer.alloc(8));
    expect(() => put.run('b', 0.5, Buffer.alloc(8))).toThrow(/UNIQUE/);
    expect(() => put.run('c', 0.5, Buffer.alloc(7))).toThrow(/CHECK/);
    expect(() => put.run('c', 0, Buffer.alloc(8))).toThrow(/CHECK/);
    expect(db.prepare('SELECT snapshot FROM slot_state').all()).toEqual([{ snapshot: 'state' }]);
  });

  test('15: the slot has a state for each base; the one there was goes to the base of its versions', () => {
    const db = at(14);
    const add = db.prepare(
      `INSERT INTO versions (id, base, model_id, mode, created_at, patch_file, patch_bytes, recipe, seed, metrics)
       VALUES (?, ?, 'm', 'patch', 1, ?, 1, '{}', 1, '{}')`,
    );
    add.run('aaaaaaaaaaaaaaaa', 'b'.repeat(64), 'aaaaaaaaaaaaaaaa.safetensors');
    db.exec(
      `INSERT INTO slot_state VALUES (1, 5, '{"main":"base","rollout":{"version":"aaaaaaaaaaaaaaaa"}}')`,
    );
    migrate(db, migrations.slice(0, 15));
    const states = db.prepare('SELECT base, at FROM slot_states');
    expect(states.all()).toEqual([{ base: 'b'.repeat(64), at: 5 }]);
    db.exec(`INSERT INTO slot_states VALUES ('c', 5, 'state')`);
    expect(() => db.exec(`INSERT INTO slot_states VALUES ('c', 5, 'state')`)).toThrow(/UNIQUE/);
  });

  test('15: a state that cannot be read belongs to nobody', () => {
    const db = at(14);
    db.exec(`INSERT INTO slot_state VALUES (1, 5, 'state')`);
    migrate(db, migrations.slice(0, 15));
    expect(db.prepare('SELECT * FROM slot_states').all()).toEqual([]);
  });

  test('16: a suggestion may know its document; those before do not', () => {
    const db = at(15);
    addSuggestion(db, 's1');
    migrate(db, migrations.slice(0, 16));
    addSuggestion(db, 's2');
    db.exec(`UPDATE suggestions SET document_id = 'd' WHERE id = 's2'`);
    expect(db.prepare('SELECT id, document_id FROM suggestions ORDER BY id').raw().all()).toEqual([
      ['s1', null],
      ['s2', 'd'],
    ]);
  });

  test.each([
    ['was in use', `INSERT INTO drafts VALUES ('main', '{}', 5, '')`, [{ name: 'remove-telemetry' }]],
    ['is new', '', []],
  ])('17: a store that %s has this to do', (_, before, due) => {
    const db = at(16);
    db.exec(before);
    migrate(db, migrations.slice(0, 17));
    expect(db.prepare('SELECT name FROM chores').all()).toEqual(due);
    expect(() => db.exec(`INSERT INTO chores VALUES ('something')`)).toThrow(/CHECK/);
  });

  test('18: every state of a draft that was kept before has a name of its own', () => {
    const db = at(17);
    db.exec(`INSERT INTO drafts VALUES ('main', '{}', 5, 'b'), ('other', '{}', 6, '')`);
    db.exec(`INSERT INTO draft_journal VALUES ('main', 0, '[1]'), ('main', 1, '[2]')`);
    migrate(db, migrations.slice(0, 18));
    expect(
      db
        .prepare('SELECT id, content_revision, content_seq, oldest_revision FROM drafts ORDER BY id')
        .raw()
        .all(),
    ).toEqual([
      ['main', 'b', 0, 'b'],
      ['other', '', 0, ''],
    ]);
    expect(db.prepare('SELECT entry, revision FROM draft_journal ORDER BY seq').raw().all()).toEqual([
      ['[1]', 'b-0'],
      ['[2]', 'b-1'],
    ]);
  });

  test('19: a verdict may be that there was too little; versions keep their samples and their verdicts', () => {
    const db = at(18);
    const [judged, tooLittle, unexamined] = ['a', 'b', 'c'].map((letter) => letter.repeat(16));
    const add = db.prepare(
      `INSERT INTO versions (id, base, model_id, mode, created_at, patch_file, patch_bytes, recipe, seed, metrics, verdict)
       VALUES (?, 'b', 'm', 'lora', 1, 'p', 9, '{}', 1, '{}', ?)`,
    );
    add.run(judged, 'worse');
    add.run(tooLittle, null);
    add.run(unexamined, null);
    db.prepare(
      `INSERT INTO version_samples VALUES (?, 's', '订单已[MASK]', '发货', 'correction', 1, 0, NULL)`,
    ).run(judged);
    db.prepare(`INSERT INTO exams VALUES (1, ?, 'base', 'b', 1, 'q', '{"verdict":"unjudged"}')`).run(
      tooLittle,
    );
    migrate(db, migrations.slice(0, 19));
    expect(db.prepare('SELECT id, verdict FROM versions ORDER BY id').raw().all()).toEqual([
      [judged, 'worse'],
      [tooLittle, 'unjudged'],
      [unexamined, null],
    ]);
    expect(db.prepare('SELECT count(*) AS n FROM version_samples').get()).toEqual({ n: 1 });
    expect(() => db.exec(`UPDATE versions SET verdict = 'perhaps'`)).toThrow(/CHECK/);
    db.exec('DELETE FROM versions');
    expect(db.prepare('SELECT count(*) AS n FROM version_samples').get()).toEqual({ n: 0 });
  });

  test('20: what a run could not train on is kept, each sample once', () => {
    const db = at(19);
    db.exec(`INSERT INTO settings (name, value) VALUES ('kept', '1')`);
    migrate(db, migrations.slice(0, 20));
    expect(db.prepare('SELECT name FROM settings').pluck().all()).toContain('kept');
    db.exec(`INSERT INTO unlearnable VALUES ('s', 'm', 'row-too-long')`);
    expect(() => db.exec(`INSERT INTO unlearnable VALUES ('s', 'n', 'row-too-long')`)).toThrow(/UNIQUE/);
  });

  test('21: own documents go with their folder, and no number is given twice', () => {
    const db = at(20);
    db.exec(`INSERT INTO recent_files VALUES ('/a.docx', 1)`);
    migrate(db, migrations.slice(0, 21));
    expect(db.prepare('SELECT path FROM recent_files').pluck().all()).toEqual(['/a.docx']);
    db.exec(`INSERT INTO own_folders (path, at) VALUES ('/f', 1)`);
    const add = db.prepare(
      'INSERT INTO own_documents (path, folder_id, title, bytes, changed_at, failure) VALUES (?, ?, ?, 1, 1, ?)',
    );
    add.run('/f/a.docx', 1, 'a', null);
    add.run('/b.docx', null, 'b', 'gone');
    expect(() => add.run('/c.docx', null, 'c', 'perhaps')).toThrow(/CHECK/);
    expect(() => add.run('/b.docx', null, 'b', null)).toThrow(/UNIQUE/);
    db.exec('DELETE FROM own_folders');
    expect(db.prepare('SELECT number, path FROM own_documents').raw().all()).toEqual([[2, '/b.docx']]);
    db.exec('DELETE FROM own_documents');
    expect(add.run('/d.docx', null, 'd', null).lastInsertRowid).toBe(3);
    expect(() => db.exec('INSERT INTO own_consent VALUES (2, 1)')).toThrow(/CHECK/);
  });

  test('offers are kept without their text, each with an answer of the known kinds at most', () => {
    const before = migrations.indexOf(offers);
    const db = at(before);
    addSuggestion(db, 's1');
    migrate(db, migrations.slice(0, before + 1));
    const put = db.prepare('INSERT INTO offers (id, at, origin, level, probability) VALUES (?, 1, ?, ?, ?)');
    put.run('o1', 'own-documents', 'quiet', 0.8);
    expect(() => put.run('o2', 'own-documents', 'loud', 0.8)).toThrow(/CHECK/);
    expect(() => put.run('o3', 'own-documents', 'quiet', 8)).toThrow(/CHECK/);
    expect(() => db.exec(`UPDATE offers SET answer = 'perhaps'`)).toThrow(/CHECK/);
    expect(db.prepare('SELECT count(*) AS n FROM suggestions').get()).toEqual({ n: 1 });
  });

  test('removals are counted, by whatever way a row goes; a store that was in use is to be purged', () => {
    const before = migrations.indexOf(removals);
    const count = (db: WriteDb) => db.prepare('SELECT count, purged FROM removals').raw().get();
    const fresh = at(before + 1);
    expect(count(fresh)).toEqual([0, 0]);
    const db = at(before);
    addSuggestion(db, 's1');
    migrate(db, migrations.slice(0, before + 1));
    expect(count(db)).toEqual([0, -1]);
    db.exec(`INSERT INTO feedback (id, suggestion_id, at, kind, weight) VALUES ('f', 's1', 1, 'wrong', 1)`);
    db.exec('DELETE FROM suggestions');
    expect(count(db)).toEqual([2, -1]);
  });

  test('a suggestion is judged as long as it has feedback', () => {
    const before = migrations.indexOf(judged);
    const db = at(before);
    for (const id of ['s1', 's2']) addSuggestion(db, id);
    const give = (id: string, of: string) =>
      db
        .prepare("INSERT INTO feedback (id, suggestion_id, at, kind, weight) VALUES (?, ?, 1, 'wrong', 1)")
        .run(id, of);
    give('f1', 's1');
    migrate(db, migrations.slice(0, before + 1));
    const isJudged = () => db.prepare('SELECT judged FROM suggestions ORDER BY id').pluck().all();
    expect(isJudged()).toEqual([1, 0]);
    give('f2', 's2');
    give('f3', 's2');
    expect(isJudged()).toEqual([1, 1]);
    db.exec(`DELETE FROM feedback WHERE id IN ('f1', 'f2')`);
    expect(isJudged()).toEqual([0, 1]);
  });

  test('what is there is counted, and indexes give the judgements that name a word', () => {
    const before = migrations.indexOf(judgementWindow);
    const db = at(before);
    for (const id of ['s1', 's2']) addSuggestion(db, id);
    db.exec(`INSERT INTO feedback (id, suggestion_id, at, kind, word, weight) VALUES
      ('f1', 's1', 1, 'wrong', '雨天', 1), ('f2', 's2', 2, 'wrong', NULL, 1), ('f3', 's2', 3, 'kept', '天', 1)`);
    migrate(db, migrations.slice(0, before + 1));
    const bytes = Buffer.byteLength('今天[MASK]气[{"word":"天","probability":0.9}]');
    expect(db.prepare('SELECT name, rows, bytes FROM row_counts').raw().all()).toEqual([
      ['feedback', 3, 9],
      ['suggestions', 2, 2 * bytes],
    ]);
    const indexed = (name: string, kinds: string) =>
      db
        .prepare(`SELECT id FROM feedback INDEXED BY ${name} WHERE kind IN (${kinds}) AND word IS NOT NULL`)
        .pluck()
        .all();
    expect(indexed('feedback_explicit', `'right', 'wrong'`)).toEqual(['f1']);
    expect(indexed('feedback_implicit', `'accepted', 'kept'`)).toEqual(['f3']);
  });

  test.each([
    ['was in use', `INSERT INTO settings VALUES ('theme', '"dark"')`, ['remove-telemetry', 'restrict-files']],
    ['is new', '', ['remove-telemetry']],
  ])('a store that %s: its files are a chore', (_name, sql, due) => {
    const before = migrations.indexOf(restrictChore);
    const db = at(before);
    db.exec(`${sql}; INSERT INTO chores VALUES ('remove-telemetry')`);
    migrate(db, migrations.slice(0, before + 1));
    expect(db.prepare('SELECT name FROM chores ORDER BY name').pluck().all()).toEqual(due);
    expect(() => db.exec(`INSERT INTO chores VALUES ('something')`)).toThrow(/CHECK/);
  });

  test('27: imports and versions that were there are the writer’s own; a desktop has one team', () => {
    const before = migrations.indexOf(team);
    const db = at(before);
    db.exec(`INSERT INTO imports VALUES ('i', 1, 'glossary', 'a.csv')`);
    migrate(db, migrations.slice(0, before + 1));
    expect(db.prepare('SELECT team FROM imports').pluck().all()).toEqual([null]);
    const join = `INSERT INTO team (only, address, key, joined_at) VALUES (?, '/share', 'k', 1)`;
    db.prepare(join).run(1);
    expect(() => db.prepare(join).run(2)).toThrow(/CHECK/);
    expect(() => db.prepare(join).run(1)).toThrow(/UNIQUE/);
    const add = (kind: string, base: string | null) =>
      db
        .prepare('INSERT INTO team_items (sha256, kind, name, bytes, base) VALUES (?, ?, ?, 1, ?)')
        .run(`${kind.padEnd(64, '0')}`, kind, kind, base);
    add('patch', 'b');
    add('style', null);
    expect(() => add('glossary', 'b')).toThrow(/CHECK/);
    expect(() => add('script', null)).toThrow(/CHECK/);
    const removed = () => db.prepare('SELECT count FROM removals').pluck().get();
    db.exec('DELETE FROM team_items; DELETE FROM team');
    expect(removed()).toBe(3);
  });

  test('every step has its test', () => {
    expect(migrations).toHaveLength(27);
  });
});

test('all steps from nothing lead to the latest version, and a second run changes nothing', () => {
  const db = at(0);
  migrate(db);
  expect(userVersion(db)).toBe(latestVersion);
  const before = db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all();
  migrate(db);
  expect(db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()).toEqual(before);
});

test('a step that fails leaves the version before it, whole', () => {
  const db = at(2);
  addSuggestion(db, 's1');
  const broken = [...migrations.slice(0, 2), 'CREATE TABLE half (a); DROP TABLE suggestions; NONSENSE;'];
  expect(() => migrate(db, broken)).toThrow();
  expect(userVersion(db)).toBe(2);
  expect(tables(db)).toEqual(['settings', 'suggestions']);
});

test('a file of a later Bumo is refused and left as it is', () => {
  const db = at(4);
  db.pragma('user_version = 99');
  expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'store-newer' }));
  expect(userVersion(db)).toBe(99);
});
