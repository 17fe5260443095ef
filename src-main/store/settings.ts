import { CodedError } from '../base/error.ts';
import { Settings } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';

export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON: no field's schema accepts undefined as anything but its default.
    return undefined;
  }
}

/** The settings; a field whose stored value is missing or no longer valid has its default. */
export function getSettings(db: ReadDb): Settings {
  const rows = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings').all();
  const valid: Record<string, unknown> = {};
  for (const { name, value } of rows) {
    if (!Object.hasOwn(Settings.shape, name)) continue;
    const field = Settings.shape[name as keyof Settings].safeParse(parsed(value));
    if (field.success) valid[name] = field.data;
  }
  return Settings.parse(valid);
}

/**
 * Changes the given fields, all or none.
 * @returns all settings
 * @throws CodedError `bad-input` for an invalid value
 */
export function setSettings(db: WriteDb, change: SettingsChange): Settings {
  const put = db.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return inTransaction(db, () => {
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) continue;
      const field = Object.hasOwn(Settings.shape, name)
        ? Settings.shape[name as keyof Settings].safeParse(value)
        : undefined;
      if (!field?.success) throw new CodedError('bad-input', message('store.setting-invalid', { name }));
      put.run(name, JSON.stringify(field.data));
    }
    return getSettings(db);
  });
}
