import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { markdown, pageFile, tableIn } from '../bench/scale/page.ts';
import { type TableName, tables } from '../bench/scale/scenarios.ts';

test.each(Object.keys(tables) as TableName[])(
  'the table “%s” of the page on scale is what the simulation gives',
  (name) => {
    expect(tableIn(readFileSync(pageFile, 'utf8'), name)).toBe(markdown(tables[name]()));
  },
);
