import { baseVersion } from '../../fillmask/bert/versions.ts';
import type { Checkpoint } from '../../models/types.ts';

/** What is exported for a serving engine. */

export const engines = ['ray', 'mlserver', 'kserve', 'triton', 'ovms'] as const;
export type Engine = (typeof engines)[number];

export interface ServedVersion {
  /** `base` or the id of a patch. */
  readonly id: string;
  /** The base model as the version changes it. */
  readonly checkpoint: Checkpoint;
  /** Divides the logits before the softmax, on the desktop. */
  readonly temperature: number;
}

export interface Plan {
  readonly base: Checkpoint;
  /** SHA-256 of the base model's weights. */
  readonly baseHash: string;
  /** The one that serves now, and behind it the one that is exported; one alone where they are the same. */
  readonly versions: readonly [stable: ServedVersion, canary?: ServedVersion];
  /** Folder of the resources. */
  readonly resources: string;
}

/**
 * A file of the package, with `/` between folders: of this content, or the same as another file. Weights are linked
 * where the disk is the same: nobody edits them.
 */
export type Entry = { readonly path: string } & (
  | { readonly content: string | Uint8Array }
  | { readonly from: string; readonly linked?: boolean }
);

export interface EnginePackage {
  /** All but README, `bumo.json`, tokenizer and lexicon. */
  readonly files: (plan: Plan) => readonly Entry[];
  readonly guide: (plan: Plan) => Guide;
}

/** Markdown for the administrator, below the heading of each language. */
export interface Guide {
  readonly title: string;
  readonly zh: string;
  readonly en: string;
}

/** The versions as a list. */
export const listed = ({ versions: [stable, canary] }: Plan): readonly ServedVersion[] =>
  canary ? [stable, canary] : [stable];

/** Hexadecimal digits of an id that its number is made of: engines may read numbers of 31 bits. */
const digits = 7;

/**
 * The number of a version where an engine has numbers only: 1 for the base model, else the first 28 bits of the id, and
 * 2. The same version has the same number in every package.
 */
export const numberOf = (id: string): number =>
  id === baseVersion ? 1 : 2 + Number.parseInt(id.slice(0, digits), 16);

/** A JSON file. */
export const json = (path: string, value: unknown): Entry => ({
  path,
  content: `${JSON.stringify(value, null, 2)}\n`,
});
