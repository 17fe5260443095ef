import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { maskText } from '../../contract/gap.ts';

/** Template sentences for each kind of term, from resources/templates/terms.json. */

const Kind = z.object({
  id: z.string(),
  names: z.object({ zh: z.string(), en: z.string() }),
  /** Substrings of terms, domains and definitions that indicate the kind; empty for the default kind. */
  hints: z.array(z.string()),
  /** Each holds one `[MASK]`. */
  templates: z.array(z.string().refine((text) => text.split(maskText).length === 2)).min(1),
});
export type TermKind = z.infer<typeof Kind>;

/**
 * Reads the kinds of terms.
 * @param resources folder of the app's read-only data
 * @throws if the file is missing or invalid: the installation is broken
 */
export async function loadTermKinds(resources: string): Promise<TermKind[]> {
  const json = await readFile(join(resources, 'templates', 'terms.json'), 'utf8');
  return z.object({ kinds: z.array(Kind).min(1) }).parse(JSON.parse(json)).kinds;
}

export interface DescribedTerm {
  readonly term: string;
  readonly definition: string | null;
  readonly domain: string | null;
}

/**
 * The kind with the most matching hints, weighted by where they match: in the term, its domain, its definition.
 * Without a match, the default kind.
 */
export function kindOf({ term, definition, domain }: DescribedTerm, kinds: readonly TermKind[]): TermKind {
  // A hint of one character, such as 术, counts only at the end of a term: 技术 is no treatment.
  const holds = (text: string | null, hint: string) => hint.length > 1 && text?.includes(hint) === true;
  const score = (kind: TermKind): number =>
    kind.hints.reduce(
      (sum, hint) =>
        sum +
        (term.endsWith(hint) ? 5 : holds(term, hint) ? 3 : 0) +
        (holds(domain, hint) ? 4 : 0) +
        (holds(definition, hint) ? 1 : 0),
      domain !== null && domain.length > 1 && kind.names.zh.includes(domain) ? 4 : 0,
    );
  const scored = kinds.map((kind) => ({ kind, score: score(kind) })).sort((a, b) => b.score - a.score);
  const [best] = scored;
  const fallback = kinds.find(({ hints }) => hints.length === 0) ?? kinds[0];
  if (best && best.score > 0) return best.kind;
  if (!fallback) throw new Error('invariant broken: there is at least one kind of term');
  return fallback;
}
