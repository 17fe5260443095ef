import { constants, setPriority } from 'node:os';
import { connectParent } from '../base/child.ts';
import { serveParser } from '../documents/parser-worker.ts';
import { indexerJobs } from './indexer-jobs.ts';

setPriority(constants.priority.PRIORITY_LOW);

serveParser(connectParent(), indexerJobs);
