import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { inTransaction, userVersion, type WriteDb } from './db.ts';
import { migrations as all } from './migrations/index.ts';

export const latestVersion = all.length;

/** @throws CodedError `store-newer` if a later version of Bumo wrote the file */
export function refuseNewer(version: number, latest: number = latestVersion): void {
  if (version <= latest) return;
  throw new CodedError('store-newer', message('store.newer', { format: version, known: latest }));
}

/**
 * Migrates a database to the latest version, one transaction a step: after a failure the steps before it stay.
 * @throws CodedError `store-newer`, SqliteError
 */
export function migrate(db: WriteDb, migrations: readonly string[] = all): void {
  refuseNewer(userVersion(db), migrations.length);
  for (let version = userVersion(db); version < migrations.length; version++) {
    inTransaction(db, () => {
      db.exec(migrations[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    });
  }
}
