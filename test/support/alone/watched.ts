import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { type NameServer, recordNames } from './name-server.ts';
import { difference, readTraffic, type Traffic } from './traffic.ts';

/** What a program did in a network of its own, and whether the same watch sees a program that looks outside. */
export interface Watched {
  /** What the work returned. */
  readonly done: unknown;
  /** Names that were asked for. */
  readonly asked: readonly string[];
  readonly traffic: Traffic;
  readonly witness: { readonly asked: readonly string[]; readonly traffic: Traffic };
}

export const witnessName = 'witness.bumo.example';
/** Every machine that a pasted text names is under this name. */
export const foreign = 'page.bumo.example';
/** The machine that a page looks up which is not the app's. */
export const pageWitness = `witness.${foreign}`;
/** Nobody listens there. */
const deafPort = 9;

const tryToReach = (host: string, port: number): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    const end = () => {
      socket.destroy();
      resolve();
    };
    socket.on('error', end).on('timeout', end).on('connect', end);
  });

/** What the app must not do: a name is looked up, the address that comes is tried, and so is a port of this machine. */
async function lookOutside(): Promise<void> {
  const { address } = await lookup(witnessName, { family: 4 });
  await tryToReach(address, 443);
  await tryToReach('127.0.0.1', deafPort);
}

async function during(
  names: NameServer,
  work: () => Promise<unknown>,
): Promise<Pick<Watched, 'done' | 'asked' | 'traffic'>> {
  const before = readTraffic();
  const askedBefore = names.asked.length;
  const done = await work();
  return {
    done,
    asked: names.asked.slice(askedBefore),
    traffic: difference(readTraffic(), before),
  };
}

/** Runs `work` in the namespace of this process, and prints a `Watched` as JSON. */
export async function watch(work: (names: NameServer) => Promise<unknown>): Promise<void> {
  const names = await recordNames();
  const watched = await during(names, () => work(names));
  const { asked, traffic } = await during(names, lookOutside);
  names.close();
  process.stdout.write(`${JSON.stringify({ ...watched, witness: { asked, traffic } } satisfies Watched)}\n`);
}
