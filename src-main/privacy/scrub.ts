import { findAccounts } from './account.ts';
import { findAddresses } from './address.ts';
import { findBirthDates } from './birth.ts';
import { findCards } from './card.ts';
import { findEmails } from './email.ts';
import { findFamiliar } from './familiar.ts';
import { foldWidth } from './fold.ts';
import { findForeignNames } from './foreign-names.ts';
import { type Detector, type Hit, type Kind, kinds, placeholders } from './hit.ts';
import { findCreditCodes, findResidentIds } from './identity.ts';
import { findKeys } from './key.ts';
import { findFieldValues } from './labelled.ts';
import { findNames } from './name.ts';
import { findNetworkAddresses } from './network.ts';
import { findPassports } from './passport.ts';
import { findPhones } from './phone.ts';
import { findPlainNames } from './plain-names.ts';
import { findPlates } from './plate.ts';
import { findSecrets } from './secret.ts';
import { findTableCells } from './table.ts';
import { findUnlabelledNames } from './unlabelled-names.ts';
import { findSecretUrls } from './url.ts';

/**
 * Text that the scrubber returned. The store declares the same brand and accepts only branded text, so that the
 * compiler rejects unscrubbed text.
 */
export type Scrubbed = string & { readonly scrubbed: true };

export interface ScrubResult {
  readonly text: Scrubbed;
  /** Replaced ranges, as offsets in the given text; ascending, without overlaps. */
  readonly found: readonly Hit[];
  /**
   * Maps an offset in the given text to the scrubbed text. An offset inside replaced text maps to the start of its
   * placeholder.
   */
  mapOffset(offset: number): number;
}

const detectors: readonly Detector[] = [
  findSecretUrls,
  findEmails,
  findResidentIds,
  findCreditCodes,
  findCards,
  findPhones,
  findPassports,
  findPlates,
  findAccounts,
  findSecrets,
  findBirthDates,
  findAddresses,
  findNames,
  findFamiliar,
  findUnlabelledNames,
  findPlainNames,
  findForeignNames,
  findFieldValues,
  findTableCells,
  findNetworkAddresses,
  findKeys,
];

const rank = new Map<Kind, number>(kinds.map((kind, i) => [kind, i]));

/** Resolves overlaps: the longest hit wins; of equally long ones, the most specific kind. */
function withoutOverlaps(hits: readonly Hit[], length: number): Hit[] {
  const taken = new Uint8Array(length);
  const chosen: Hit[] = [];
  const order = [...hits].sort(
    (a, b) =>
      b.end - b.start - (a.end - a.start) ||
      (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0) ||
      a.start - b.start,
  );
  for (const hit of order) {
    // Hits come in order of falling length, so an earlier one that overlaps covers the first or last unit of this
    // one.
    if (taken[hit.start] || taken[hit.end - 1]) continue;
    taken.fill(1, hit.start, hit.end);
    chosen.push(hit);
  }
  return chosen.sort((a, b) => a.start - b.start);
}

const untouchable = /[⟦⟧]|\[MASK\]/;

function detect(text: string): Hit[] {
  const source = { raw: text, folded: foldWidth(text) };
  const hits = detectors.flatMap((find) => [...find(source)]);
  return withoutOverlaps(
    hits.filter((hit) => hit.end > hit.start && !untouchable.test(text.slice(hit.start, hit.end))),
    text.length,
  );
}

interface Region {
  readonly from: number;
  readonly to: number;
}

/** UTF-16 units around a placeholder that a detector may look at. */
const regionReach = 160;
const sentenceEnd = /[\n。！？；]/;

/** The parts of a text around the placeholders of `hits`, from one end of a sentence to another; no two overlap. */
function regionsAround(text: string, hits: readonly Hit[]): Region[] {
  const regions: Region[] = [];
  let shift = 0;
  for (const hit of hits) {
    const placeholder = placeholders[hit.kind].length;
    const start = hit.start + shift;
    shift += placeholder - (hit.end - hit.start);
    let from = Math.max(0, start - regionReach);
    while (from > 0 && !sentenceEnd.test(text.charAt(from))) from--;
    let to = Math.min(text.length, start + placeholder + regionReach);
    while (to < text.length && !sentenceEnd.test(text.charAt(to - 1))) to++;
    const last = regions.at(-1);
    if (last && from <= last.to) regions[regions.length - 1] = { from: last.from, to: Math.max(to, last.to) };
    else regions.push({ from, to });
  }
  return regions;
}

const detectIn = (text: string, regions: readonly Region[]): Hit[] =>
  regions.flatMap(({ from, to }) =>
    detect(text.slice(from, to)).map((hit) => ({ ...hit, start: hit.start + from, end: hit.end + from })),
  );

function replace(text: string, hits: readonly Hit[]): string {
  let out = '';
  let at = 0;
  for (const hit of hits) {
    out += text.slice(at, hit.start) + placeholders[hit.kind];
    at = hit.end;
  }
  return out + text.slice(at);
}

/** Maps an offset before the replacement of `hits` to the one after it. */
function forward(hits: readonly Hit[], offset: number): number {
  let shift = 0;
  for (const hit of hits) {
    if (offset >= hit.end) shift += placeholders[hit.kind].length - (hit.end - hit.start);
    else return offset > hit.start ? hit.start + shift : offset + shift;
  }
  return offset + shift;
}

/** The inverse of `forward`. Hits never overlap placeholders of earlier rounds, so `offset` is never inside one. */
function backward(hits: readonly Hit[], offset: number, isEnd: boolean): number {
  let shift = 0;
  for (const hit of hits) {
    const start = hit.start + shift;
    if (isEnd ? offset <= start : offset < start) break;
    shift += placeholders[hit.kind].length - (hit.end - hit.start);
  }
  return offset - shift;
}

/** Most rounds: a replacement can create a word boundary and with it a new hit. No known text needed more. */
const mostRounds = 6;

/** Replaces personal data by typed placeholders such as ⟦手机号⟧. Idempotent. */
export function scrub(text: string): ScrubResult {
  const rounds: Hit[][] = [];
  let current = text;
  while (rounds.length < mostRounds) {
    const last = rounds.at(-1);
    const hits = last ? detectIn(current, regionsAround(current, last)) : detect(current);
    if (hits.length === 0) break;
    rounds.push(hits);
    current = replace(current, hits);
  }
  const toOriginal = (offset: number, round: number, isEnd: boolean) =>
    rounds.slice(0, round).reduceRight((at, hits) => backward(hits, at, isEnd), offset);
  const found = rounds
    .flatMap((hits, round) =>
      hits.map(({ kind, start, end }) => ({
        kind,
        start: toOriginal(start, round, false),
        end: toOriginal(end, round, true),
      })),
    )
    .sort((a, b) => a.start - b.start);
  return {
    text: current as Scrubbed,
    found,
    mapOffset: (offset) => rounds.reduce((at, hits) => forward(hits, at), offset),
  };
}

/** UTF-16 units on each side that may be part of a name, number or address around a word, or label it. */
const placeReach = 64;

/** The kind of personal data that a word is, or is part of, in its context; null if it is not personal. */
export function personalAt(before: string, word: string, after: string): Kind | null {
  const near = before.slice(-placeReach);
  const { found } = scrub(near + word + after.slice(0, placeReach));
  return found.find(({ start, end }) => start < near.length + word.length && end > near.length)?.kind ?? null;
}

/** Scrubs a word in its context: after 联系人：, 张伟 is a name; by itself it may be anything. */
export function scrubAt(before: string, word: string, after: string): Scrubbed {
  const kind = personalAt(before, word, after);
  return kind ? (placeholders[kind] as Scrubbed) : scrub(word).text;
}
