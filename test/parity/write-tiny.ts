/** Writes the model that golden.json was made from: node test/parity/write-tiny.ts DIR */
import { writeTinyModel } from '../support/tiny-model.ts';

await writeTinyModel(process.argv[2] ?? 'tiny');
