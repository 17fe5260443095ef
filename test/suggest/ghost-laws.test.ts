import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restOf } from '../../src-renderer/suggest/ghost/ghost-state.ts';
import { Desk } from './ghost-desk.ts';

const words = fc.constantFrom(['生效'], ['生效', '生成', '收到'], ['到'], []);
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
      kind: fc.constantFrom(
        'erase',
        'undo',
        'part',
        'dismiss',
        'next',
        'previous',
        'compose',
        'composed' as const,
      ),
    }),
  },
  // Often enough to meet a ghost, which is seldom there.
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('accept' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), to: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rest' as const), index: late }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      index: late,
      words,
      probability: fc.constantFrom(0.9, 0.5, 0.1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), index: late }) },
);

test('under any interleaving no ghost at a wrong place, no stale answer, no lost or doubled character', () => {
  let shown = 0;
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(action, { minLength: 30, maxLength: 60 }), (script) => {
      const desk = new Desk();
      for (const one of script) {
        const { ghost, text, caret } = desk;
        if (ghost) shown++;
        switch (one.kind) {
          case 'insert':
            desk.insert(one.text);
            expect(desk.text).toBe(text.slice(0, caret) + one.text + text.slice(caret));
            break;
          case 'move':
            desk.move(one.to);
            break;
          case 'rest':
            desk.rest(one.index);
            break;
          case 'answer':
            desk.answer(one.index, one.words, one.probability);
            expect(desk.text).toBe(text);
            break;
          case 'fail':
            desk.fail(one.index);
            break;
          case 'accept': {
            desk.press('accept');
            const inserted = ghost ? restOf(ghost) : '';
            if (inserted) accepted++;
            expect(desk.text).toBe(text.slice(0, caret) + inserted + text.slice(caret));
            if (inserted) {
              const rests = desk.rests.length;
              desk.undo();
              expect(desk.text).toBe(text);
              // Taken back is taken back.
              expect(desk.rests).toHaveLength(rests);
            }
            break;
          }
          case 'part': {
            desk.press('accept-part');
            const inserted = ghost ? ([...restOf(ghost)][0] ?? '') : '';
            expect(desk.text).toBe(text.slice(0, caret) + inserted + text.slice(caret));
            break;
          }
          case 'dismiss':
            desk.press('dismiss');
            if (ghost) expect(desk.ghost).toBeNull();
            break;
          case 'next':
          case 'previous':
            desk.cycle(one.kind === 'next' ? 1 : -1);
            break;
          case 'compose':
          case 'composed':
            desk.compose(one.kind === 'compose');
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
});
