import { maskText } from '../../contract/gap.ts';
import { longestGiven } from '../../contract/schemas.ts';
import { type Scrubbed, scrub } from '../../privacy/scrub.ts';
import { lengthOf, tidy } from './characters.ts';
import { type Refusal, refuse } from './refusals.ts';
import { examplesIn, gapsFor } from './sentences.ts';
import { type DescribedTerm, kindOf, type TermKind } from './templates.ts';
import { longestAnswer, refusalOfText, refusalOfWord, type ValidSample, validateSample } from './validate.ts';

/** Turns a row of a glossary into a term and sentences with a gap for it. Pure. */

/** Sentences of a term: the least, the usual number when templates fill up, and the most. */
const least = 5;
const usual = 8;
const most = 10;

export interface TermSentence extends ValidSample {
  readonly origin: 'document' | 'example' | 'definition' | 'template';
  /** Generated sentences are pending until the writer approves them. */
  readonly status: 'approved' | 'pending';
  readonly weight: number;
}

export interface StudiedTerm {
  readonly term: Scrubbed;
  readonly definition: Scrubbed | null;
  readonly domain: Scrubbed | null;
  readonly kind: string;
  readonly sentences: readonly TermSentence[];
  /** Cells that were refused. */
  readonly refused: readonly Refusal[];
  /** Warnings about the term. */
  readonly notes: readonly Refusal[];
}

export interface GlossaryRow {
  readonly term: string;
  readonly definition: string;
  readonly examples: string;
  readonly domain: string;
}

export interface GlossarySources {
  /** Text of the writer's documents, one paragraph a line. */
  readonly documents: string;
  readonly kinds: readonly TermKind[];
  /** How often each template is in use; the least used are taken first. */
  readonly templateUse: Map<string, number>;
  /** Terms of the store. They get no generated sentences: those were added with the term. */
  readonly knownTerms: ReadonlySet<string>;
}

const weights = { document: 1, example: 1, definition: 0.8, template: 0.5 } as const;

/** Collects valid sentences without duplicates. */
class Sentences {
  readonly list: TermSentence[] = [];
  readonly #term: string;

  constructor(term: string) {
    this.#term = term;
  }

  /** @returns the reason if the sentence is invalid, otherwise null */
  add(text: string, origin: TermSentence['origin']): Refusal | null {
    if (this.list.length >= most) return null;
    const checked = validateSample({ text, answer: this.#term });
    if (!checked.ok) return checked.refusal;
    if (this.list.some((one) => one.text === checked.sample.text)) return null;
    const status = origin === 'document' || origin === 'example' ? 'approved' : 'pending';
    this.list.push({ ...checked.sample, origin, status, weight: weights[origin] });
    return null;
  }
}

function addExamples(sentences: Sentences, term: string, cell: string): Refusal[] {
  return examplesIn(tidy(cell)).flatMap((example) => {
    const gaps = example.includes(maskText) ? [example] : gapsFor(term, example, most);
    if (gaps.length === 0) return [refuse('term-missing', 'examples')];
    return gaps.flatMap((gap) => {
      const refusal = sentences.add(gap, 'example');
      return refusal ? [{ ...refusal, column: 'examples' }] : [];
    });
  });
}

/** Adds pending sentences: the definition, then templates. */
function addTemplates(
  sentences: Sentences,
  described: DescribedTerm,
  kind: TermKind,
  use: Map<string, number>,
) {
  if (sentences.list.length >= least) return;
  const { definition } = described;
  if (definition !== null)
    sentences.add(`${maskText}是指${definition}${/[。！？!?]$/.test(definition) ? '' : '。'}`, 'definition');
  const order = kind.templates.toSorted((a, b) => (use.get(a) ?? 0) - (use.get(b) ?? 0));
  for (const template of order) {
    if (sentences.list.length >= usual) return;
    if (!sentences.add(template, 'template')) use.set(template, (use.get(template) ?? 0) + 1);
  }
}

/** The scrubbed cell, null if it is empty or refused; the reason is added to `refused`. */
function sideCell(cell: string, column: string, refused: Refusal[]): Scrubbed | null {
  const text = tidy(cell);
  if (text === '') return null;
  const refusal = refusalOfText(text, column);
  if (refusal) refused.push(refusal);
  return refusal ? null : scrub(text).text;
}

function refusalOfTerm(term: string): Refusal | null {
  if (term.length > longestGiven) return refuse('term-too-long', 'term');
  const refusal = refusalOfWord(term, 'term');
  if (refusal) return refusal;
  return scrub(term).text === term ? null : refuse('personal', 'term');
}

/**
 * Makes sentences for one row: from the writer's documents first, then from the row's examples, then from its
 * definition and the templates of its kind until there are enough. A term too long for training gets no generated
 * sentences.
 * @returns the reason if the row is refused
 */
export function studyTerm(
  row: GlossaryRow,
  { documents, kinds, templateUse, knownTerms }: GlossarySources,
): StudiedTerm | Refusal {
  const term = tidy(row.term);
  const refusal = refusalOfTerm(term);
  if (refusal) return refusal;
  const refused: Refusal[] = [];
  const described = {
    term: scrub(term).text,
    definition: sideCell(row.definition, 'definition', refused),
    domain: sideCell(row.domain, 'domain', refused),
  };
  const kind = kindOf(described, kinds);
  const sentences = new Sentences(term);
  const notes: Refusal[] = [];
  // Invalid sentences of documents are skipped without a message.
  for (const gap of gapsFor(term, documents, most)) sentences.add(gap, 'document');
  refused.push(...addExamples(sentences, term, row.examples));
  if (lengthOf(term) > longestAnswer) {
    notes.push(refuse('long-term', 'term'));
  } else {
    const isNew = !knownTerms.has(term);
    if (isNew) addTemplates(sentences, described, kind, templateUse);
    if (isNew && sentences.list.length < least) notes.push(refuse('few-sentences', 'examples'));
  }
  return { ...described, kind: kind.id, sentences: sentences.list, refused, notes };
}
