import { join } from 'node:path';
import { timeZone } from '../../base/stamp.ts';
import type { Handlers } from '../../contract/index.ts';
import { forgetSample } from '../../learn/samples/manage.ts';
import { expandedFile } from '../../models/expand.ts';
import { patchFile } from '../../models/patch.ts';
import { scrub } from '../../privacy/scrub.ts';
import { getSettings } from '../../store/settings.ts';
import { addNote } from '../../store/versions.ts';
import { exportRecord } from '../../versions/record/export.ts';
import { listLedger } from '../../versions/record/ledger.ts';
import { healthRecord, versionNamed } from '../../versions/record/record.ts';
import { removeVersion } from '../../versions/record/remove.ts';
import { listSummaries } from '../../versions/record/summaries.ts';
import { listTrends } from '../../versions/record/trends.ts';
import type { Services } from './services.ts';

type VersionMethod = Extract<keyof Handlers, `versions.${string}` | `ledger.${string}`>;

export function versionHandlers({ store, hub, clock, paths }: Services): Pick<Handlers, VersionMethod> {
  /** The version's patch, and the weights expanded from it. */
  function filesOf(id: string): string[] {
    const version = versionNamed(store.read, id);
    if (!version) return [];
    return [
      patchFile(join(paths.home, 'patches'), id),
      expandedFile(join(paths.models, version.modelId), id),
    ];
  }

  return {
    'versions.list': () => ({ versions: listSummaries(store.read, clock.now()) }),
    'versions.show': ({ id }) => healthRecord(store.read, id, clock.now()),
    'versions.note'({ id, text }) {
      versionNamed(store.read, id);
      const note = addNote(store.write, id, scrub(text).text, clock.now());
      hub.emit('record', { id });
      return { id: note };
    },
    'versions.export'({ id, format }) {
      const at = clock.now();
      return exportRecord(healthRecord(store.read, id, at), format, {
        at,
        timeZone,
        language: getSettings(store.read).language,
      });
    },
    async 'versions.remove'({ id }) {
      await removeVersion(store.write, id, filesOf(id), clock.now());
      hub.emit('record', { id });
      return {};
    },
    'versions.trends': () => ({ trends: listTrends(store.read) }),
    'ledger.list': (page) => listLedger(store.read, page, clock.now()),
    'ledger.forget'({ id }) {
      forgetSample(store.write, id);
      hub.emit('samples', { what: 'samples' });
      return {};
    },
  };
}
