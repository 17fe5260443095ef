import { CodedError } from '../base/error.ts';
import { inTransaction, userVersion, type WriteDb } from './db.ts';
import { migrations as all } from './migrations/index.ts';

export const latestVersion = all.length;

/** @throws CodedError `store-newer` if a later version of Bumo wrote the file */
export function refuseNewer(version: number, latest: number = latestVersion): void {
  if (version <= latest) return;
  throw new CodedError('store-newer', {
    zh: `数据文件由更新版本的补墨写成（格式 ${version}，本版本只认到 ${latest}）。文件未作任何改动，请升级补墨后再打开。`,
    en: `The data file was written by a newer Bumo (format ${version}, this one knows up to ${latest}). It was left untouched; please update Bumo and open it again.`,
  });
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
