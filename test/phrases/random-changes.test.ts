import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { mergePlan } from '../../src-main/phrases/merge-plan.ts';
import { mostSampled } from '../../src-main/phrases/types.ts';
import { naiveMatches } from './naive-index.ts';
import { again, enter } from './own-phrases-world.ts';

const seed = Date.now() % 1_000_000;
const rng = seededRng(seed);
const below = (limit: number): number => Math.floor(rng() * limit);
const signs = ['的', '通', '知', '事', '。', '\n'];
const someText = (): string =>
  `通知${Array.from({ length: below(80) }, () => signs[below(signs.length)]).join('')}事`;

/** As a text file is read: no empty lines. */
const asRead = (text: string): string => text.replace(/\n+/g, '\n');

test(`after random changes the index answers as the files that are in it, seed ${seed}`, async () => {
  let world = enter();
  /** What is to be in the index, by title. */
  const texts = new Map<string, string>();
  const keptOut = new Set<string>();
  world.own.enable(true);
  await world.own.addFolder(world.folder);

  const steps: (() => Promise<void> | void)[] = [
    () => {
      const title = `d${below(12)}`;
      const text = someText();
      writeFileSync(join(world.folder, `${title}.txt`), text);
      if (!keptOut.has(title)) texts.set(title, asRead(text));
    },
    () => {
      const title = `d${below(12)}`;
      rmSync(join(world.folder, `${title}.txt`), { force: true });
      texts.delete(title);
    },
    async () => {
      await settle();
      const { documents } = world.own.documents({ limit: 50, offset: 0 });
      const one = documents[below(Math.max(1, documents.length))];
      if (!one || below(3) > 0) return;
      world.own.removeDocument(one.id);
      texts.delete(one.title);
      keptOut.add(one.title);
      compare();
    },
    async () => {
      world = await again(world);
    },
  ];

  async function settle(): Promise<void> {
    world.own.refresh();
    await world.own.idle();
  }

  function compare(): void {
    const titles = [...texts.keys()];
    const documents = titles.map((title, number) => ({ number, text: texts.get(title) ?? '' }));
    const { index } = world.own;
    for (let i = 0; i < 20; i++) {
      const context = someText().slice(0, 2 + below(12));
      const expected = naiveMatches(documents, context);
      const matches = index?.matches(context) ?? [];
      expect(matches.map(({ length, count }) => [length, count])).toEqual(
        expected.map(({ length, occurrences }) => [length, occurrences.length]),
      );
      expect(index?.longest(context) ?? 0).toBe(expected[0]?.length ?? 0);
      for (const [j, { sample, count }] of matches.entries()) {
        const shown = sample.map(({ document, next }) => `${index?.document(document)?.title} ${next}`);
        const all = must(expected[j], 'a match').occurrences.map(
          (one) => `${titles[one.document]} ${one.next}`,
        );
        if (count <= mostSampled) expect(shown.toSorted()).toEqual(all.toSorted());
        else for (const one of shown) expect(all).toContain(one);
      }
    }
  }

  for (let i = 0; i < 60; i++) {
    await must(steps[below(10) < 6 ? 0 : 1 + below(3)], 'a step')();
    if (below(3) > 0) continue;
    await settle();
    compare();
  }
});

test(`merging ends, with few segments and nothing that was taken out, seed ${seed}`, () => {
  for (let run = 0; run < 200; run++) {
    let segments = Array.from({ length: below(20) }, (_, i) => {
      const documents = 1 + below(50);
      const used = 1 + below(documents);
      return {
        name: `${i}`,
        units: 1 + below(3_000_000),
        documents,
        used,
        removed: below(documents - used + 1),
      };
    });
    for (let i = 0; ; i++) {
      const names = mergePlan(segments);
      if (names.length === 0) break;
      expect(i).toBeLessThan(60);
      const merged = segments.filter(({ name }) => names.includes(name));
      const total = (of: 'units' | 'used') => merged.reduce((sum, one) => sum + one[of], 0);
      const written = { units: total('units'), documents: total('used'), used: total('used'), removed: 0 };
      segments = [...segments.filter((one) => !merged.includes(one)), { name: `m${i}`, ...written }];
    }
    expect(segments.every(({ removed }) => removed === 0)).toBe(true);
    expect(segments.filter(({ units }) => units < 1_000_000).length).toBeLessThan(12);
  }
});
