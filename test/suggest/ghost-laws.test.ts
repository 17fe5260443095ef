import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restOf, wordOf } from '../../src-renderer/suggest/ghost/ghost-state.ts';
import { nextPart } from '../../src-renderer/suggest/ghost/parts.ts';
import { Desk } from './ghost-desk.ts';

const words = fc.constantFrom(
  ['生效'],
  ['生效', '生成', '收到'],
  ['到'],
  [],
  ['效力，订单生效'],
  ['生效以后，订单没到', '生效'],
);
const late = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4));
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      text: fc.constantFrom('生', '效', '订单', '没', '，'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('erase', 'undo', 'dismiss', 'next', 'previous', 'leave' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('compose' as const), text: fc.constantFrom('s', 'sheng') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      text: fc.constantFrom('生', '生效', '效', '没', ''),
    }),
  },
  // As a writer who goes the way that is offered.
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('along' as const), length: fc.integer({ min: 1, max: 3 }) }),
  },
  // Often enough to meet a ghost, which is seldom there.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('accept' as const),
      part: fc.constantFrom('whole', 'whole', 'word', 'character', 'clause' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), to: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rest' as const), index: late }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      index: late,
      words,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), index: late }) },
);

const during: ReadonlySet<string> = new Set(['compose', 'commit', 'rest', 'answer', 'fail', 'leave']);

test('under any interleaving no ghost at a wrong place, no stale answer, no lost or doubled character', () => {
  let shown = 0;
  let accepted = 0;
  let followed = 0;
  let composedAlong = 0;
  fc.assert(
    fc.property(fc.array(action, { minLength: 30, maxLength: 60 }), (script) => {
      const desk = new Desk();
      for (const one of script) {
        const { ghost, text, caret } = desk;
        if (ghost) shown++;
        // While an input method is at work, it has the keyboard.
        if (desk.composing && !during.has(one.kind)) continue;
        const rests = desk.rests.length;
        switch (one.kind) {
          case 'insert':
            desk.insert(one.text);
            expect(desk.text).toBe(text.slice(0, caret) + one.text + text.slice(caret));
            if (ghost && !ghost.candidates.some(({ word }) => word.startsWith(ghost.taken + one.text)))
              expect(desk.ghost).toBeNull();
            break;
          case 'along': {
            const next = ghost ? restOf(ghost).slice(0, one.length) : '';
            if (!ghost || next === restOf(ghost)) break;
            followed++;
            desk.insert(next);
            // The same ghost, shorter, without a request.
            expect(desk.ghost).toMatchObject({ requestId: ghost.requestId, taken: ghost.taken + next });
            expect(desk.rests).toHaveLength(rests);
            break;
          }
          case 'move':
            desk.move(one.to);
            break;
          case 'rest':
            desk.rest(one.index);
            break;
          case 'answer':
            desk.answer(one.index, one.words);
            expect(desk.text).toBe(text);
            break;
          case 'fail':
            desk.fail(one.index);
            break;
          case 'accept': {
            desk.take(one.part);
            const inserted = ghost ? nextPart(wordOf(ghost), ghost.taken.length, one.part) : '';
            if (ghost) expect(inserted).not.toBe('');
            if (inserted) accepted++;
            expect(desk.text).toBe(text.slice(0, caret) + inserted + text.slice(caret));
            if (inserted && one.part === 'whole') {
              const waiting = desk.rests.length;
              desk.undo();
              expect(desk.text).toBe(text);
              // Taken back is taken back.
              expect(desk.rests).toHaveLength(waiting);
            }
            break;
          }
          case 'dismiss':
            desk.dismiss();
            if (ghost) expect(desk.ghost).toBeNull();
            break;
          case 'next':
          case 'previous':
            desk.cycle(one.kind === 'next' ? 1 : -1);
            break;
          case 'compose':
            desk.compose(one.text);
            expect(desk.ghost).toBeNull();
            break;
          case 'commit':
            desk.commit(one.text);
            if (desk.ghost?.taken && one.text) composedAlong++;
            break;
          case 'leave':
            desk.leave();
            expect(desk.ghost).toBeNull();
            break;
          case 'erase':
            desk.erase();
            break;
          default:
            desk.undo();
        }
      }
    }),
    { numRuns: 2000 },
  );
  // The script does reach what it is about.
  expect(shown).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(20);
  expect(followed).toBeGreaterThan(20);
  expect(composedAlong).toBeGreaterThan(20);
});
