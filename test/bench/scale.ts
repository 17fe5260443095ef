/**
 * `node test/bench/scale.ts`: the capacity model and the simulation of resources/docs/scale.md, printed as its tables.
 * With `measure`: what the model is given, from this machine (minutes). With `real`: one replica for real beside its
 * simulation (three minutes). With `page`: the tables of the page are replaced.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { measureInputs } from './scale/measure-inputs.ts';
import { markdown, pageFile, withTable } from './scale/page.ts';
import { compareWithReal } from './scale/real-run.ts';
import { type TableName, tables } from './scale/scenarios.ts';

const [, , task] = process.argv;
const names = Object.keys(tables) as TableName[];
if (task === 'measure') await measureInputs();
else if (task === 'real') await compareWithReal();
else if (task === 'page') {
  const page = readFileSync(pageFile, 'utf8');
  writeFileSync(
    pageFile,
    names.reduce((text, name) => withTable(text, name, markdown(tables[name]())), page),
  );
} else for (const name of names) process.stdout.write(`${name}\n${markdown(tables[name]())}\n\n`);
