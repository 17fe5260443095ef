import { CodedError } from '../../base/error.ts';
import { readState } from '../../controller/ledger.ts';
import { parseRecord, recordOf } from '../../controller/record.ts';
import { addRolloutEntry } from '../../store/rollouts.ts';
import { findVersion } from '../../store/versions.ts';
import { message } from '../../texts/message.ts';
import { base } from '../../versions/policy/version.ts';
import { writeText } from '../output.ts';
import { type Session, withStore } from '../session.ts';
import { type GatewayContext, noRecord } from './orders.ts';
import { readText } from './settings.ts';

/** The controller's log, from its folder to a desktop's archive. */

/** @throws CodedError `not-found`, `folder-unreadable` */
export async function writeRecord({ dir, output }: GatewayContext, file: string): Promise<void> {
  const state = readState(dir);
  if (!state) throw noRecord(dir);
  const record = recordOf(state);
  await writeText(file, `${JSON.stringify(record, null, 2)}\n`);
  output.done(
    { file, entries: record.entries.length },
    message('controller.recorded', { file, n: record.entries.length }),
  );
}

/**
 * Adds the entries on versions that this desktop knows. Those that it has already change nothing.
 * @throws CodedError `file-unreadable`, `bad-input`
 */
export async function importRecord(session: Session, file: string): Promise<void> {
  const record = parseRecord(readText(file));
  if (!record) throw new CodedError('bad-input', message('controller.no-record-file', { file }));
  const added = await withStore(
    session,
    ({ read, write }) =>
      record.entries
        .filter(({ version }) => version === base || findVersion(read, version) !== null)
        .filter((entry) => addRolloutEntry(write, entry)).length,
  );
  session.output.done({ added }, message('controller.imported', { n: added }));
}
