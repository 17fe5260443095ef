import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newPrivateKey, publicKeyOf, signBytes } from '../../src-main/base/ed25519.ts';
import { type Item, type Manifest, readManifest, writeManifest } from '../../src-main/team/manifest.ts';
import { type Pinned, signManifest, trust, wantObject } from '../../src-main/team/trust.ts';
import { byteEdits, changedBytes } from '../support/changed-bytes.ts';

const privateKey = newPrivateKey();
const key = publicKeyOf(privateKey);
const now = Date.UTC(2026, 10, 1);
const day = 24 * 60 * 60 * 1000;
const hash = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A stand-in for a patch, whose bytes only its hash describes. */
const patch = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 251));
const item: Item = { kind: 'patch', name: '公文', sha256: hash(patch), bytes: patch.length, base: hash('w') };
const terms: Item = { kind: 'glossary', name: '术语', sha256: hash('terms'), bytes: 5 };

const list = (wish: Partial<Manifest> = {}): Manifest => ({
  format: 'bumo-team',
  formatVersion: 1,
  team: '测试局',
  sequence: 7,
  at: now - day,
  until: now + 90 * day,
  items: [item, terms],
  ...wish,
});

const signed = (manifest: Uint8Array) => Buffer.from(signManifest(manifest, privateKey));
const bytes = writeManifest(list());
const signature = signed(bytes);
const fresh: Pinned = { key, team: null, sequence: 0, manifest: null };

const code = (expected: string) => expect.objectContaining({ code: expected });
const trusting = (wish: Partial<Manifest>, pinned: Partial<Pinned> = {}) => {
  const written = writeManifest(list(wish));
  return () => trust(written, signed(written), { ...fresh, ...pinned }, now);
};

test('a list is trusted as it was signed', () => {
  expect(trust(bytes, signature, fresh, now)).toEqual({ manifest: list(), sha256: hash(bytes) });
});

// fast-check prints the seed of a failure.
test('of 10,000 lists, signatures and contents with changed bytes none is accepted', () => {
  let refused = 0;
  const everywhere = fc.constantFrom('list', 'signature', 'patch');
  fc.assert(
    fc.property(byteEdits, everywhere, (by, where) => {
      const original = { list: bytes, signature, patch }[where];
      const other = changedBytes(original, by);
      fc.pre(!other.equals(original));
      if (where === 'patch') expect(() => wantObject(other, item)).toThrow(code('team-object'));
      else {
        const [first, second] = where === 'list' ? [other, signature] : [bytes, other];
        expect(() => trust(first, second, fresh, now)).toThrow(code('team-wrong-signature'));
      }
      refused++;
    }),
    { numRuns: 10_000 },
  );
  expect(refused).toBeGreaterThanOrEqual(10_000);
});

test('every cut of a list, of its signature and of a content is refused', () => {
  for (let length = 0; length < bytes.length; length++)
    expect(() => trust(bytes.subarray(0, length), signature, fresh, now)).toThrow(
      code('team-wrong-signature'),
    );
  for (let length = 0; length < signature.length; length++)
    expect(() => trust(bytes, signature.subarray(0, length), fresh, now)).toThrow(
      code('team-wrong-signature'),
    );
  for (let length = 0; length < patch.length; length += 101)
    expect(() => wantObject(patch.subarray(0, length), item)).toThrow(code('team-object'));
});

test('a signature of another key, of another list, or of the bare bytes is refused', () => {
  const other = writeManifest(list({ sequence: 8 }));
  const foreign = Buffer.from(signManifest(bytes, newPrivateKey()));
  // A release of Bumo is signed over its bare bytes: such a signature must not pass for one of a list.
  const bare = Buffer.from(signBytes(bytes, privateKey));
  for (const one of [foreign, signed(other), bare])
    expect(() => trust(bytes, one, fresh, now)).toThrow(code('team-wrong-signature'));
});

describe('of lists with a right signature', () => {
  test('one with a lower number is refused, and another one with the same number', () => {
    const last = { sequence: 7, manifest: hash(bytes), team: '测试局' };
    expect(trusting({}, last)().manifest.sequence).toBe(7);
    expect(trusting({ sequence: 8 }, last)().manifest.sequence).toBe(8);
    expect(trusting({ sequence: 6 }, last)).toThrow(code('team-rolled-back'));
    expect(trusting({ until: now + 91 * day }, last)).toThrow(code('team-rolled-back'));
  });

  test('one of another team is refused', () => {
    expect(trusting({ team: '别的局' }, { team: '测试局' })).toThrow(code('team-other'));
  });

  test('one that has expired, or that is of a later day, is refused', () => {
    expect(trusting({ until: now })).toThrow(code('team-expired'));
    expect(trusting({ at: now + 2 * day })).toThrow(code('team-expired'));
    expect(trusting({ at: now + day / 2 })().manifest.sequence).toBe(7);
  });
});

const raw = (change: (value: Record<string, unknown>) => void): Uint8Array => {
  const value = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
  change(value);
  return Buffer.from(JSON.stringify(value));
};
const firstItem = (value: Record<string, unknown>) => (value.items as Record<string, unknown>[])[0] ?? {};

describe('a list is read strictly', () => {
  test.each<[string, (value: Record<string, unknown>) => void]>([
    ['a huge number', (value) => Object.assign(value, { sequence: 1e300 })],
    ['a number beyond whole ones', (value) => Object.assign(value, { sequence: 2 ** 53 })],
    ['a negative number', (value) => Object.assign(value, { sequence: -1 })],
    ['a fraction', (value) => Object.assign(value, { sequence: 1.5 })],
    ['a time beyond dates', (value) => Object.assign(value, { until: 9e15 })],
    ['an unknown field', (value) => Object.assign(value, { run: 'me' })],
    ['a path as a name', (value) => Object.assign(firstItem(value), { name: '../../etc/passwd' })],
    ['a reversed name', (value) => Object.assign(firstItem(value), { name: 'a\u202etxt' })],
    ['a name of spaces', (value) => Object.assign(firstItem(value), { name: '  ' })],
    [
      'a path as a hash',
      (value) => Object.assign(firstItem(value), { sha256: '../'.repeat(22).slice(0, 64) }),
    ],
    ['a hash in capitals', (value) => Object.assign(firstItem(value), { sha256: 'A'.repeat(64) })],
    ['more bytes than its kind may have', (value) => Object.assign(firstItem(value), { bytes: 2 ** 40 })],
    ['no bytes', (value) => Object.assign(firstItem(value), { bytes: 0 })],
    ['a patch without a model', (value) => delete firstItem(value).base],
    ['an unknown kind', (value) => Object.assign(firstItem(value), { kind: 'script' })],
    [
      'the same content twice',
      (value) => (value.items as unknown[]).push({ ...firstItem(value), name: '二' }),
    ],
    ['too many items', (value) => Object.assign(value, { items: Array(101).fill(firstItem(value)) })],
  ])('%s is refused', (_, change) => {
    expect(readManifest(raw(change))).toEqual({ kind: 'invalid' });
  });

  test('what is not UTF-8, not JSON, or another format is refused; a later format is told apart', () => {
    expect(readManifest(Buffer.from([0xff, 0xfe]))).toEqual({ kind: 'invalid' });
    expect(readManifest(Buffer.from('{'))).toEqual({ kind: 'invalid' });
    expect(readManifest(raw((value) => Object.assign(value, { format: 'other' })))).toEqual({
      kind: 'invalid',
    });
    expect(readManifest(raw((value) => Object.assign(value, { formatVersion: 2 })))).toEqual({
      kind: 'newer',
    });
  });
});
