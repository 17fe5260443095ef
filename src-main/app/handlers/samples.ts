import { randomUUID } from 'node:crypto';
import { timeZone } from '../../base/stamp.ts';
import type { EventOf, Handlers, ImportKind, Parsed } from '../../contract/index.ts';
import { listContradictions, listSamples, listSkipped } from '../../learn/samples/collect.ts';
import {
  changeSample,
  chooseAnswer,
  exportSamples,
  forgetSample,
  type ImportRequest,
  type ImportTools,
  importSamples,
  previewImport,
} from '../../learn/samples/manage.ts';
import { loadTermKinds, type TermKind } from '../../learn/samples/templates.ts';
import { approveAll, setStatus } from '../../store/samples.ts';
import { getSettings } from '../../store/settings.ts';
import type { Services } from './services.ts';

type SampleMethod = Extract<keyof Handlers, `samples.${string}`>;

/** Most lines of a preview. */
const mostPreviewed = 100;

function requestOf({ content, ...rest }: Parsed<'samples.import'>): ImportRequest {
  if (content.as === 'text') return { ...rest, content };
  return { ...rest, content: { as: 'bytes', bytes: new Uint8Array(Buffer.from(content.data, 'base64')) } };
}

const changedBy = { correction: 'samples', glossary: 'terms', style: 'pairs' } as const;

/** Reads the kinds of terms once, at the first import of a glossary. */
function importTools({ clock, paths, parser }: Services) {
  let kinds: Promise<TermKind[]> | undefined;
  return async (kind: ImportKind, signal: AbortSignal): Promise<ImportTools> => {
    if (kind === 'glossary') kinds ??= loadTermKinds(paths.resources);
    return {
      kinds: (await kinds) ?? [],
      readSheets: parser.sheets,
      now: clock.now,
      newId: randomUUID,
      signal,
    };
  };
}

export function sampleHandlers(services: Services): Pick<Handlers, SampleMethod> {
  const { store, hub, clock } = services;
  const tools = importTools(services);
  const tell = (what: EventOf<'samples'>['what']) => hub.emit('samples', { what });

  return {
    async 'samples.import'(input, { signal }) {
      const report = await importSamples(store.write, requestOf(input), await tools(input.kind, signal));
      tell(changedBy[input.kind]);
      return report;
    },
    async 'samples.preview'(input, { signal }) {
      const { table, lines, kept, refused } = await previewImport(
        store.read,
        requestOf(input),
        await tools(input.kind, signal),
        mostPreviewed,
      );
      return { table, lines, kept, refused: refused.slice(0, mostPreviewed) };
    },
    'samples.list': (page) => listSamples(store.read, page),
    'samples.edit'({ id, text, answer }) {
      const newId = changeSample(store.write, id, { text, answer });
      tell('samples');
      return { id: newId };
    },
    'samples.approve'({ ids, approved }) {
      const changed = ids
        ? setStatus(store.write, ids, approved ? 'approved' : 'rejected')
        : approved
          ? approveAll(store.write)
          : 0;
      tell('samples');
      return { changed };
    },
    'samples.remove'({ id }) {
      forgetSample(store.write, id);
      tell('samples');
      return {};
    },
    'samples.export': ({ format }) => ({
      text: exportSamples(store.read, format, { timeZone, language: getSettings(store.read).language }),
    }),
    'samples.contradictions': () => ({ contradictions: listContradictions(store.read) }),
    'samples.choose'({ id }) {
      chooseAnswer(store.write, id);
      tell('samples');
      return {};
    },
    'samples.skipped': () => listSkipped(store.read, clock.now()),
  };
}
