import { systemClock } from '../../src-main/base/clock.ts';
import { beAlone } from '../../src-main/store/alone.ts';

/** Holds a folder until it is killed, and says so. */
const held = await beAlone({ dir: process.argv[2] ?? '', clock: systemClock, milliseconds: 0 });
process.stdout.write(held ? 'held\n' : 'taken\n');
setInterval(() => undefined, 1_000);
