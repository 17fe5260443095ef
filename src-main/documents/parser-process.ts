import { connectParent } from '../base/child.ts';
import { parserJobs } from './parser-jobs.ts';
import { serveParser } from './parser-worker.ts';

serveParser(connectParent(), parserJobs);
