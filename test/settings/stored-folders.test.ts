import { expect, test } from 'vitest';
import { foldersOf } from '../../src-renderer/settings/stored-folders.ts';

test('the files of a model are one entry, its expanded versions another; the database stays a file', () => {
  const file = (path: string, bytes: number, text: 'raw' | 'scrubbed' | 'none' = 'none') => ({
    path,
    bytes,
    text,
  });
  expect(
    foldersOf([
      file('bumo.db', 1, 'raw'),
      file('models/a/config.json', 2),
      file('models/a/expanded/v.safetensors', 3, 'scrubbed'),
      file('models/a/vocab.txt', 4),
      file('models/b/vocab.txt', 5),
      file('sources/x', 6, 'raw'),
      file('sources/y', 7, 'raw'),
    ]),
  ).toEqual([
    file('bumo.db', 1, 'raw'),
    file('models/a/', 6),
    file('models/a/expanded/', 3, 'scrubbed'),
    file('models/b/', 5),
    file('sources/', 13, 'raw'),
  ]);
});
