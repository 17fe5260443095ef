import { type Handlers, type OpenedDocument, type Parsed, unnamedWriter } from '../../contract/index.ts';
import type { OpenOptions } from '../../documents/document.ts';
import { appendDraft, changesSince, getDraft, putDraft, removeDraft } from '../../store/drafts.ts';
import { getSettings } from '../../store/settings.ts';
import { readLeft, readSource } from './document-source.ts';
import type { Services } from './services.ts';

type DocumentMethod = Extract<keyof Handlers, `documents.${string}` | `drafts.${string}`>;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Opens a file's bytes as an editor's document, and keeps them for saving. */
export async function documentOf(
  { parser, sources }: Services,
  bytes: Uint8Array,
  options: OpenOptions,
): Promise<OpenedDocument> {
  const opened = await parser.open(bytes, options);
  await sources.keep(bytes);
  const { losses, candidates, ...rest } = opened;
  return { ...rest, losses: [...losses], candidates: candidates && [...candidates] };
}

/**
 * The parser's options to write a document.
 * @param path a file that may be the source, in case the kept one is gone
 * @throws CodedError `bad-input`, `source-missing`
 */
async function saveOptions(services: Services, input: Parsed<'documents.write'>, path: string | null) {
  const { store, clock, sources } = services;
  const { format, content, form, encoding } = input;
  const source = await readSource(sources, content, format, path);
  const name = getSettings(store.read).writerName || unnamedWriter;
  const author = { name, date: new Date(clock.now()).toISOString() };
  return { format, form, source, author, ...(encoding ? { encoding } : {}) };
}

/** A document as a file's bytes. @throws CodedError as `saveOptions`, and of the format's writer */
export async function bytesOf(
  services: Services,
  input: Parsed<'documents.write'>,
  path: string | null = null,
): Promise<Uint8Array> {
  return services.parser.save(input.content, await saveOptions(services, input, path));
}

export function documentHandlers(services: Services): Pick<Handlers, DocumentMethod> {
  const { store, clock, hub, parser, sources } = services;
  return {
    'documents.read': ({ format, data, encoding }) =>
      documentOf(services, new Uint8Array(Buffer.from(data, 'base64')), {
        name: '',
        format,
        ...(encoding ? { encoding } : {}),
      }),
    async 'documents.new'({ layout }) {
      const year = new Date(clock.now()).getFullYear();
      return documentOf(services, await parser.layout({ layout, year }), { name: '', format: 'docx' });
    },
    'documents.write': async (input) => ({ data: base64(await bytesOf(services, input)) }),
    async 'documents.losses'(input) {
      const { content, format } = input;
      const left = await readLeft(sources, content, format);
      return { losses: await parser.losses(content, await saveOptions(services, input, null), left) };
    },
    async 'documents.media'({ source, part }) {
      const media = await parser.media(await sources.read(source), part);
      return { media: media && { data: base64(media.bytes), type: media.type } };
    },
    'documents.sheet': async ({ source }) =>
      parser.sheet(source === null ? null : await sources.read(source)),
    'drafts.get': ({ id }) => ({ draft: getDraft(store.read, id) }),
    'drafts.since'({ id, revisions }) {
      const known = changesSince(store.read, id, revisions);
      return known ? { known: true, ...known } : { known: false, draft: getDraft(store.read, id) };
    },
    'drafts.remove'({ id }) {
      removeDraft(store.write, id);
      hub.emit('draft', { id, revision: null });
      return {};
    },
    'drafts.put'({ id, content, revision, based }) {
      putDraft(store.write, { id, content, revision, based, updatedAt: clock.now() });
      hub.emit('draft', { id, revision });
      return {};
    },
    'drafts.append'(entry) {
      appendDraft(store.write, entry);
      hub.emit('draft', { id: entry.id, revision: entry.revision });
      return {};
    },
  };
}
