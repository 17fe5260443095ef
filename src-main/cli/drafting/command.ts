import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CodedError } from '../../base/error.ts';
import { promised } from '../../completion/levels.ts';
import { predict } from '../../completion/predict.ts';
import type { InlineLevel } from '../../contract/schemas.ts';
import { documentFrom } from '../../documents/document.ts';
import type { DocumentParser } from '../../documents/document-parser.ts';
import { formatOf, readWhole } from '../../documents/files/read-file.ts';
import { paragraphsOf } from '../../documents/paragraphs.ts';
import { buildSegment } from '../../phrases/build-segment.ts';
import { memorySource } from '../../phrases/paged-array.ts';
import { createPhrasebook } from '../../phrases/phrasebook.ts';
import { segmentFrom } from '../../phrases/segment.ts';
import { SegmentIndex } from '../../phrases/segment-index.ts';
import { slotted } from '../../phrases/slotted.ts';
import type { PhraseIndex } from '../../phrases/types.ts';
import { message } from '../../texts/message.ts';
import { percent } from '../fill.ts';
import { type Session, withParser } from '../session.ts';
import { draftAt, type Figures, quantile } from './levels.ts';
import { written } from './written.ts';

export interface DraftingArguments {
  readonly own?: string;
  readonly text: readonly string[];
  readonly level?: InlineLevel;
}

interface Text {
  readonly path: string;
  readonly text: string;
}

const levels = Object.keys(promised) as InlineLevel[];

async function documentsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    const text = message('cli.own-folder-unreadable', { folder });
    throw new CodedError('not-found', text, { cause });
  });
  return entries
    .filter((entry) => entry.isFile() && formatOf(entry.name) !== null)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function read(parser: DocumentParser, path: string): Promise<Text> {
  const { bytes } = await readWhole(path);
  const { content } = await parser.open(bytes, { name: path });
  return { path, text: paragraphsOf(documentFrom(content)) };
}

function ownIndex(texts: readonly Text[]): PhraseIndex | null {
  const documents = texts.map(({ text }, number) => ({ number, text: slotted(text) }));
  const segment = segmentFrom(memorySource(buildSegment(documents)));
  if (!segment) return null;
  return new SegmentIndex([{ segment, used: null }], (number) => {
    const found = texts[number];
    return found ? { title: basename(found.path), at: 0 } : null;
  });
}

function lineOf(name: string, { per100, precision, saved }: Figures) {
  return [name, per100.toFixed(1), precision === null ? '–' : percent(precision), percent(saved)].join('\t');
}

/**
 * Simulates a writer who types texts and accepts exactly the right ghosts, and prints the key presses saved.
 * @throws CodedError those of reading a file or folder
 */
export async function drafting(session: Session, { own, text, level }: DraftingArguments): Promise<void> {
  const { output, paths } = session;
  await withParser(session, async (parser) => {
    const readAll = async (files: readonly string[]) => {
      const texts: Text[] = [];
      for (const file of files) texts.push(await read(parser, resolve(file)));
      return texts;
    };
    const ownTexts = own === undefined ? [] : await readAll(await documentsIn(resolve(own)));
    const index = ownIndex(ownTexts);
    const phrasebook = createPhrasebook(paths.resources)();
    const times: number[] = [];
    const texts = (await readAll(text)).map((one) =>
      written(one.text, { index, phrasebook }, { predict, times }),
    );
    const drafts = (level ? [level] : levels).map((one) => [one, draftAt(one, texts)] as const);
    const milliseconds = { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
    const characters = ownTexts.reduce((all, one) => all + one.text.length, 0);
    const value = {
      own: { documents: ownTexts.length, characters },
      texts: { documents: texts.length, characters: texts.reduce((all, one) => all + one.text.length, 0) },
      levels: Object.fromEntries(drafts),
      milliseconds,
    };
    output.result(value, [
      output.pick(message('cli.drafting-heads')),
      ...drafts.flatMap(([one, figures]) => [
        lineOf(one, figures),
        ...Object.entries(figures.sources).map(([kind, some]) => lineOf(`  ${kind}`, some)),
      ]),
      `p50 ${milliseconds.p50.toFixed(1)} ms\tp95 ${milliseconds.p95.toFixed(1)} ms`,
    ]);
  });
}
