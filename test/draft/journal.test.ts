import { type Step, Transform } from '@tiptap/pm/transform';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { entryOf, mergeSteps, replay } from '../../src-renderer/draft/journal.ts';

const schema = documentSchema();
const start = schema.node('doc', null, [schema.node('paragraph', null, [schema.text('请各部门按时参加')])]);

type Edit = readonly ['type' | 'delete' | 'split' | 'bold', number];
const edits = fc.array(
  fc.tuple(fc.constantFrom('type', 'delete', 'split', 'bold'), fc.double({ min: 0, max: 1, noNaN: true })),
  { maxLength: 40 },
);

/** One edit at a place that allows it; none where it does not. */
function apply(transform: Transform, [kind, where]: Edit): void {
  const { doc } = transform;
  const at = Math.max(1, Math.floor(where * (doc.content.size - 1)));
  const $at = doc.resolve(at);
  if (!$at.parent.isTextblock) return;
  if (kind === 'type') transform.insert(at, schema.text('字'));
  else if (kind === 'split') transform.split(at);
  else if ($at.parentOffset === 0) return;
  else if (kind === 'delete') transform.delete(at - 1, at);
  else transform.addMark(at - 1, at, schema.mark('bold'));
}

test('a document comes back from its journal whatever was done to it, and however it was cut into entries', () => {
  fc.assert(
    fc.property(edits, fc.integer({ min: 1, max: 7 }), (script, size) => {
      const transform = new Transform(start);
      for (const edit of script) apply(transform, edit);
      const entries: string[] = [];
      for (let at = 0; at < transform.steps.length; at += size)
        entries.push(entryOf(transform.steps.slice(at, at + size)));
      const { doc, whole } = replay(start, entries);
      expect(whole).toBe(true);
      expect(doc.eq(transform.doc)).toBe(true);
    }),
  );
});

test('a word that is typed letter by letter is one step', () => {
  const transform = new Transform(start);
  const steps: Step[] = [];
  for (const [i, letter] of [...'关于放假'].entries()) transform.insert(1 + i, schema.text(letter));
  steps.push(...transform.steps);
  expect(mergeSteps(steps)).toHaveLength(1);
});

test('an entry that cannot be followed is told, and what came before it is kept', () => {
  const transform = new Transform(start).insert(1, schema.text('新'));
  const good = entryOf(transform.steps);
  const bad = JSON.stringify([{ stepType: 'replace', from: 900, to: 901 }]);
  for (const entry of [bad, 'not JSON', '[{"stepType":"unknown"}]']) {
    const { doc, whole } = replay(start, [good, entry, good]);
    expect(whole).toBe(false);
    expect(doc.eq(transform.doc)).toBe(true);
  }
});
