import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { maskText } from '../../contract/gap.ts';

/** Sentences per kind of term, shipped in resources/templates/terms.json. */

const Kind = z.object({
  id: z.string(),
  names: z.object({ zh: z.string(), en: z.string() }),
  /** Pieces of terms, domains and definitions that tell the kind; none for the kind of everything else. */
  hints: z.array(z.string()),
  /** Each holds one `[MASK]`. */
  templates: z.array(z.string().refine((text) => text.split(maskText).length === 2)).min(1),
});
export type TermKind = z.infer<typeof Kind>;

/**
 * Reads the kinds that the app ships.
 * @param resources its folder
 * @throws where the file is missing or not ours: a broken installation
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

/** The kind that a term's own characters, its domain and its definition speak for, in this order of weight; else the one without hints. */
export function kindOf({ term, definition, domain }: DescribedTerm, kinds: readonly TermKind[]): TermKind {
  // A hint of one character, such as 术, tells only at the end of a term: 技术 is no treatment.
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
