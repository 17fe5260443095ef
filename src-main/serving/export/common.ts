import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { servedModel } from '../protocol.ts';
import { type Engine, type Entry, type Guide, json, listed, numberOf, type Plan } from './plan.ts';

/** What every package holds, whatever the engine. */

/** The segmentation package's dictionary: the words that the desktop scores. */
const dictionary = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');

const tokenizerFiles = ['config.json', 'tokenizer_config.json', 'vocab.txt'] as const;

/** What is served, for programs. Versions: the one that serves now first. */
const about = (plan: Plan, engine: Engine): Entry =>
  json('bumo.json', {
    format: 'bumo-serving',
    formatVersion: 1,
    engine,
    model: servedModel,
    base: plan.baseHash,
    vocabSize: plan.base.config.vocabSize,
    maxPositions: plan.base.config.maxPositions,
    versions: listed(plan).map(({ id, temperature }) => ({ id, number: numberOf(id), temperature })),
  });

const readme = ({ title, zh, en }: Guide): Entry => ({
  path: 'README.md',
  content: `# ${title}\n\n## 中文\n\n${zh.trim()}\n\n## English\n\n${en.trim()}\n`,
});

export const commonFiles = (plan: Plan, engine: Engine, guide: Guide): Entry[] => [
  readme(guide),
  about(plan, engine),
  { path: 'lexicon/dict.txt', from: dictionary },
  ...tokenizerFiles
    .filter((name) => existsSync(join(plan.base.dir, name)))
    .map((name) => ({ path: `tokenizer/${name}`, from: join(plan.base.dir, name) })),
];
