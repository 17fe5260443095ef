import { z } from 'zod';

/**
 * The list of what a team shares: `manifest.json`, signed by `manifest.sig`; the contents are `objects/<sha256>`.
 * Pure.
 */

export const manifestName = 'manifest.json';
export const signatureName = 'manifest.sig';
export const objectFolder = 'objects';

/** Path of a content below the address, with `/`. */
export const objectPath = (sha256: string): string => `${objectFolder}/${sha256}`;

export const kinds = ['glossary', 'style', 'phrasebook', 'patch'] as const;
export const Kind = z.enum(kinds);
export type Kind = z.infer<typeof Kind>;

const mebibyte = 1024 * 1024;
/** Largest content of each kind, bytes; a patch has at most what `models/patch.ts` opens. */
export const mostBytes: Readonly<Record<Kind, number>> = {
  glossary: 4 * mebibyte,
  style: 4 * mebibyte,
  phrasebook: 2 * mebibyte,
  patch: 64 * mebibyte,
};
export const mostManifestBytes = 256 * 1024;
/** An ed25519 signature in base64 has 88 letters. */
export const mostSignatureBytes = 256;
export const mostItems = 100;
/** Most patches of one list: each is downloaded, examined and stored. */
const mostPatches = 8;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A name that people read; files are named by their hashes. No separators of paths, control or direction signs. */
export const Name = z
  .string()
  .max(80)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._()（）《》+-]*[\p{L}\p{N})）》])?$/u)
  .refine((name) => name.normalize('NFC') === name);

export const Item = z
  .strictObject({
    kind: Kind,
    name: Name,
    sha256: Sha256,
    bytes: z.int().min(1),
    /** SHA-256 of the weights of the base model that a patch changes. */
    base: Sha256.optional(),
  })
  .refine(({ kind, bytes }) => bytes <= mostBytes[kind])
  .refine(({ kind, base }) => (kind === 'patch') === (base !== undefined));
export type Item = z.infer<typeof Item>;

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const labelOf = ({ kind, name }: Item): string => `${kind} ${name.toLowerCase()}`;

/** Milliseconds since the epoch, up to the year 9999. */
const Time = z.int().min(0).max(253_402_300_799_999);

export const Manifest = z.strictObject({
  format: z.literal('bumo-team'),
  formatVersion: z.literal(1),
  /** Name of the team, which stays the same: a list of another team with the same key is refused. */
  team: Name,
  /** Grows with every list. */
  sequence: z.int().min(1).max(1_000_000_000),
  at: Time,
  /** From then on nothing is taken from this list. */
  until: Time,
  items: z
    .array(Item)
    .max(mostItems)
    .refine((items) => isUnique(items.map(labelOf)))
    .refine((items) => isUnique(items.map(({ sha256 }) => sha256)))
    .refine((items) => items.filter(({ kind }) => kind === 'patch').length <= mostPatches),
});
export type Manifest = z.infer<typeof Manifest>;

/** The version that the format of a list states, if it is a list at all. */
const Format = z.object({ format: z.literal('bumo-team'), formatVersion: z.int() });

export type Read =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  /** A later Bumo wrote it. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'invalid' };

/** Reads a list whose signature was checked. */
export function readManifest(bytes: Uint8Array): Read {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const read = Manifest.safeParse(value);
    if (read.success) return { kind: 'manifest', manifest: read.data };
    const format = Format.safeParse(value);
    return { kind: format.success && format.data.formatVersion > 1 ? 'newer' : 'invalid' };
  } catch {
    return { kind: 'invalid' };
  }
}

export const writeManifest = (manifest: Manifest): Uint8Array =>
  Buffer.from(`${JSON.stringify(Manifest.parse(manifest), null, 1)}\n`);
