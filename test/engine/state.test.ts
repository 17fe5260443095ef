import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Event, initial, type Machine, update } from '../../src-main/engine/state.ts';
import { asWritten } from '../../src-main/texts/message.ts';

const model = { id: 'm', dir: 'd', provider: 'auto', standInFor: null } as const;
const other = { ...model, id: 'n', dir: 'e' };
const reason = asWritten('退出', 'exit');

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('submit' as const), key: fc.constantFrom(null, 'a', 'b') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('use' as const), model: fc.constantFrom(model, other, null) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('abandon' as const), id: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('up' as const), provider: fc.constantFrom('cpu', 'webgpu') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('reply' as const), ok: fc.boolean(), stale: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('died' as const), excused: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('time-up', 'restart', 'refused') }) },
);

test('under any interleaving a request settles once and runs at most twice, never after it settled', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (script) => {
      let machine: Machine = initial;
      let at = 0;
      let submitted = 0;
      const settled = new Map<number, number>();
      const deaths = new Map<number, number>();
      const go = (event: Event<string>) => {
        const running = machine.running;
        const next = update<string>(machine, event);
        machine = next.machine;
        if ((event.kind === 'died' || event.kind === 'time-up') && running && !machine.running)
          deaths.set(running.request.id, (deaths.get(running.request.id) ?? 0) + 1);
        for (const effect of next.effects) {
          if (effect.kind === 'settle') settled.set(effect.id, (settled.get(effect.id) ?? 0) + 1);
          if (effect.kind === 'send') {
            expect(settled.has(effect.id)).toBe(false);
            expect(deaths.get(effect.id) ?? 0).toBeLessThan(2);
          }
        }
      };
      go({ kind: 'use', model });
      for (const one of script) {
        at += 1_000;
        const { generation } = machine;
        if (one.kind === 'submit') go({ kind: 'submit', id: submitted++, gapKey: one.key });
        else if (one.kind === 'use') go({ kind: 'use', model: one.model });
        else if (one.kind === 'abandon') go({ kind: 'abandon', id: one.id });
        else if (one.kind === 'up') {
          go({ kind: 'chosen', generation, provider: one.provider === 'cpu' ? 'cpu' : 'webgpu', note: null });
          go({ kind: 'ready', generation, precision: 'float32' });
        } else if (one.kind === 'reply') {
          const id = machine.running?.request.id ?? 0;
          const outcome = one.ok
            ? { ok: true as const, answer: 'x' }
            : { ok: false as const, error: { code: 'no-gap', text: reason } };
          go({ kind: 'replied', generation: generation - (one.stale ? 1 : 0), id, outcome });
        } else if (one.kind === 'died') go({ kind: 'died', generation, at, reason, excused: one.excused });
        else if (one.kind === 'time-up') go({ kind: 'time-up', at });
        else if (one.kind === 'restart') go({ kind: 'restart' });
        else go({ kind: 'start-refused', generation, error: { code: 'model-corrupt', text: reason } });
      }
      go({ kind: 'close' });
      for (let id = 0; id < submitted; id++) expect(settled.get(id), `request ${id}`).toBe(1);
    }),
    { numRuns: 2_000 },
  );
});
