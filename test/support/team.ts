import { resolve } from 'node:path';
import { systemClock } from '../../src-main/base/clock.ts';
import { newPrivateKey, publicKeyOf } from '../../src-main/base/ed25519.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { type ContactLog, noContactLog } from '../../src-main/models/contacts.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import type { Manifest } from '../../src-main/team/manifest.ts';
import { type NewObject, type PublishWish, publish } from '../../src-main/team/publish.ts';
import { Team, type TeamOptions } from '../../src-main/team/team.ts';
import { tempDir } from './temp.ts';

/** A team made for a test: its folder, its key, and desktops that take from it. */

export const resources = resolve(import.meta.dirname, '../../resources');

const lines = (rows: readonly object[]): Uint8Array =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

export const glossary = (name: string, ...terms: readonly string[]): NewObject => ({
  kind: 'glossary',
  name,
  bytes: lines(
    terms.map((term) => ({ term, definition: '组织的释义', examples: `各单位要做好${term}的有关工作。` })),
  ),
});

export const stylePairs = (name: string, ...pairs: readonly (readonly [string, string])[]): NewObject => ({
  kind: 'style',
  name,
  bytes: lines(pairs.map(([plain, formal]) => ({ plain, formal }))),
});

export const phrasebook = (name: string, ...phrases: readonly string[]): NewObject => ({
  kind: 'phrasebook',
  name,
  bytes: Buffer.from(`# ${name}\n${phrases.join('\n\n')}\n`),
});

export interface SharedFolder {
  readonly folder: string;
  readonly privateKey: string;
  readonly key: string;
  publish(objects: readonly NewObject[], wish?: Partial<PublishWish>): Promise<Manifest>;
}

export const team = '测试局';

export function sharedFolder(privateKey = newPrivateKey()): SharedFolder {
  const folder = tempDir();
  return {
    folder,
    privateKey,
    key: publicKeyOf(privateKey),
    publish: (objects, wish) =>
      publish(folder, { privateKey, team, objects, remove: [], days: 180, now: Date.now(), ...wish }),
  };
}

export interface Desktop {
  readonly team: Team;
  readonly store: Store;
}

/** A desktop without a model. */
export function desktop(wish: Partial<TeamOptions> & { readonly contacts?: ContactLog } = {}): Desktop {
  const dir = tempDir();
  const store = openStore({ dir, clock: systemClock });
  const made = new Team({
    store,
    // The pause before a list is read again would be real time.
    clock: { ...systemClock, after: (ms, run) => systemClock.after(ms === 2_000 ? 0 : ms, run) },
    log: silentLog,
    contacts: noContactLog,
    resources,
    patches: dir,
    model: () => null,
    examine: () => Promise.reject(new Error('no exam in this test')),
    offer: () => false,
    removeVersion: () => Promise.resolve(),
    onState: () => undefined,
    onTaken: () => undefined,
    ...wish,
  });
  return { team: made, store };
}
