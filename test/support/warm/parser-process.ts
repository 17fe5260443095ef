import { parserJobs } from '../../../src-main/documents/parser-jobs.ts';
import { serveParser } from '../../../src-main/documents/parser-worker.ts';
import { serveLeases } from './lease.ts';

/** The parser's process for one app after another: its jobs have no state. */
serveLeases((port) => serveParser({ ...port, onGone: () => undefined }, parserJobs));
