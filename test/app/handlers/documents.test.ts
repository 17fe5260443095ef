import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentHandlers } from '../../../src-main/app/handlers/documents.ts';
import { fileHandlers } from '../../../src-main/app/handlers/files.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { createReach } from '../../../src-main/app/reach.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { CallContext, Handlers } from '../../../src-main/contract/index.ts';
import { createFileWatch, type FileWatch } from '../../../src-main/documents/files/watch.ts';
import { createSources } from '../../../src-main/documents/sources.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { sourcesInDrafts } from '../../../src-main/store/draft-sources.ts';
import { openStore, type Store } from '../../../src-main/store/open.ts';
import { setSettings } from '../../../src-main/store/settings.ts';
import { bodyOf, docxOf } from '../../support/docx.ts';
import { contentOf } from '../../support/editor-json.ts';
import { inProcessParser } from '../../support/in-process-parser.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';

const context: CallContext = { signal: new AbortController().signal };
const coded = (code: string) => expect.objectContaining({ code });
const clock = manualClock();

let dir: string;
let store: Store;
let watch: FileWatch;
let handlers: ReturnType<typeof documentHandlers> &
  Pick<Handlers, Extract<keyof Handlers, `files.${string}`>>;

beforeEach(() => {
  dir = tempDir();
  store = openStore({ dir: join(dir, 'home'), clock });
  watch = createFileWatch({ clock: systemClock, onChange: () => undefined });
  const sources = createSources({ home: join(dir, 'home'), clock });
  const parser = inProcessParser();
  // The handlers touch nothing else.
  const ownPhrases = { opened: () => undefined };
  const services = {
    store,
    clock,
    hub: createEventHub(),
    sources,
    parser,
    ownPhrases,
    reach: createReach(store.read),
  } as unknown as Services;
  handlers = { ...documentHandlers(services), ...fileHandlers(services, watch) };
});
afterEach(async () => {
  watch.close();
  await store.close();
});

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const notice = (settings = '') =>
  docxOf(paragraph('关于放假的通知'), {
    settings,
    styles: '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
    more: { 'word/media/image1.png': png, 'word/media/image2.emf': png, 'word/secret.bin': png },
  });

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const read = async (bytes: Uint8Array) =>
  handlers['documents.read']({ format: 'docx', data: base64(bytes) }, context);
const write = async (content: string, format: 'docx' | 'md' = 'docx') => {
  const { data } = await handlers['documents.write']({ format, content, form: null }, context);
  return new Uint8Array(Buffer.from(data, 'base64'));
};
const loseSources = () => rmSync(join(dir, 'home', 'sources'), { recursive: true });

describe('a document', () => {
  test('finds the bytes that it came from by its own source', async () => {
    const bytes = notice();
    const { content, source, sheet, summary } = await read(bytes);
    expect(JSON.parse(content)).toMatchObject({ attrs: { source, sourceFormat: 'docx' } });
    expect(sheet?.styles.map(({ name }) => name)).toContain('Normal');
    expect(summary.blocks).toBe(1);
    expect(base64(await write(content))).toBe(base64(bytes));
    expect(bodyOf(await write(content.replace('放假', '上班')))).toBe(bodyOf(bytes).replace('放假', '上班'));
  });

  test('whose source is gone is not saved, but in another format', async () => {
    const { content } = await read(notice());
    loseSources();
    await expect(write(content)).rejects.toEqual(coded('source-missing'));
    expect(new TextDecoder().decode(await write(content, 'md'))).toContain('关于放假的通知');
  });

  test('takes the file itself for its source, as long as it is what it was', async () => {
    const path = join(dir, '通知.docx');
    writeFileSync(path, notice());
    await handlers['files.name']({ path }, context);
    const { content, stamp } = await handlers['files.open']({ path }, context);
    loseSources();
    const changed = content.replace('放假', '上班');
    const save = (expected: typeof stamp) =>
      handlers['files.save'](
        { path, format: 'docx', content: changed, form: null, expected, replace: true },
        context,
      );
    const saved = await save(stamp);
    expect(bodyOf(readFileSync(path))).toBe(bodyOf(notice()).replace('放假', '上班'));
    // Now it is another file.
    await expect(save(saved.stamp)).rejects.toEqual(coded('source-missing'));
  });

  test('that is new becomes a file of its own', async () => {
    const bytes = await write(contentOf('第一段\n第二段'));
    expect((await read(bytes)).summary).toMatchObject({ blocks: 2, characters: 6 });
  });

  test('that is no document of the editor is refused', async () => {
    await expect(write('{')).rejects.toEqual(coded('bad-input'));
    await expect(write('{"type":"doc","content":[]}')).rejects.toEqual(coded('bad-input'));
  });

  test('says what another format would lose, what stands beside its text too', async () => {
    const header = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">';
    const bytes = docxOf(`<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>务必</w:t></w:r></w:p>`, {
      more: { 'word/header1.xml': `${header}${paragraph('内部资料')}</w:hdr>` },
    });
    const { content } = await read(bytes);
    const losses = async (format: 'txt' | 'docx') =>
      (await handlers['documents.losses']({ format, content, form: null }, context)).losses;
    expect(await losses('txt')).toEqual(
      expect.arrayContaining([
        { kind: 'bold', count: 1 },
        { kind: 'parts', count: 1 },
      ]),
    );
    expect(await losses('docx')).toEqual([]);
  });
});

test('changes of a file that records them are under the writer’s name', async () => {
  const bytes = notice('<w:trackRevisions/>');
  const { content } = await read(bytes);
  const changed = content.replace('放假', '上班');
  expect(bodyOf(await write(changed))).toContain('w:author="作者"');
  setSettings(store.write, { writerName: '李四' });
  expect(bodyOf(await write(changed))).toContain('w:author="李四"');
});

describe('a source', () => {
  test('gives its pictures, and nothing that is none', async () => {
    const { source } = await read(notice());
    const media = async (part: string) =>
      (await handlers['documents.media']({ source, part }, context)).media;
    expect(await media('word/media/image1.png')).toEqual({ type: 'image/png', data: base64(png) });
    for (const part of ['word/media/image2.emf', 'word/secret.bin', 'word/document.xml', 'word/none.png'])
      expect(await media(part)).toBeNull();
    loseSources();
    await expect(media('word/media/image1.png')).rejects.toEqual(coded('source-missing'));
  });

  test('gives a draft its styles again; a new document has styles, too', async () => {
    const { source, sheet } = await read(notice());
    const locked = await read(notice('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'));
    const sheetOf = async (one: string | null) => handlers['documents.sheet']({ source: one }, context);
    expect(await sheetOf(source)).toEqual({ sheet, readOnly: null });
    expect(await sheetOf(locked.source)).toMatchObject({ readOnly: 'protected' });
    expect((await sheetOf(null)).sheet?.styles.length).toBeGreaterThan(3);
  });

  test('is in use while a draft or a change of one names it', async () => {
    const [a = '', b = '', c = ''] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
    await handlers['drafts.put']({ id: 'd', content: `{"attrs":{"source":"${a}"}}`, revision: '1' }, context);
    await handlers['drafts.append'](
      { id: 'd', based: '1', revision: '2', entry: `[{"stepType":"docAttr","value":"${b}"}]` },
      context,
    );
    expect(sourcesInDrafts(store.read)).toEqual(new Set([a, b]));
    expect(sourcesInDrafts(store.read).has(c)).toBe(false);
  });

  test('is kept once, however often its file is opened', async () => {
    await read(notice());
    await read(notice());
    expect(readdirSync(join(dir, 'home', 'sources'))).toHaveLength(1);
  });
});
