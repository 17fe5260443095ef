import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runAlone, whyNotAlone } from '../support/alone/namespace.ts';
import { type Watched, witnessName } from '../support/alone/watched.ts';
import { skippedFor } from '../support/skipped.ts';
import { tempDir } from '../support/temp.ts';

/** The app in a network of its own, whose name server and counters remember whatever leaves it. */

const reason = await whyNotAlone();
const script = fileURLToPath(new URL('../support/alone/app-by-calls.ts', import.meta.url));

test.skipIf(reason !== null)(
  skippedFor(
    'the app asks for no name and sends no packet but to itself, from a suggestion to an exam',
    reason,
  ),
  async () => {
    const { status, out, fault } = await runAlone([process.execPath, script, tempDir()]);
    expect(status, fault).toBe(0);
    const { done, asked, traffic, witness } = JSON.parse(out) as Watched;
    expect(done).toEqual({
      offered: 5,
      saved: '通知.md',
      characters: expect.any(Number),
      outcome: 'learned',
      ports: ['app'],
    });
    expect(asked).toEqual([]);
    const { opened, accepted, ...rest } = traffic;
    expect(rest).toEqual({ packetsOut: 0, failed: 0, datagrams: 0, icmp: 0, withoutWay: 0 });
    // Whoever connected was let in by the only one who listens.
    expect(accepted).toBe(opened);
    expect(opened).toBeGreaterThan(0);

    // The same watch sees a program that does look outside.
    expect(witness.asked).toEqual([witnessName]);
    expect(witness.traffic.packetsOut).toBeGreaterThan(0);
    expect(witness.traffic.datagrams).toBeGreaterThan(0);
    expect(witness.traffic.failed).toBeGreaterThan(0);
  },
);
