/**
 * Cuts `general.jsonl` out of `general-sentences.txt`: node test/suites/cut-general.ts
 *
 * Three characters a sentence, drawn evenly by a seed from its Chinese characters, wherever they stand
 * in their words. These sentences are in no replay set and no other suite: what the model loses on them
 * it has forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { seededRng } from '../../src-main/base/rng.ts';

const charactersASentence = 3;

const at = (name: string) => new URL(name, import.meta.url);
const random = seededRng(20_261_125);
const gaps: string[] = [];
let domain = '';

for (const line of readFileSync(at('general-sentences.txt'), 'utf8').split('\n')) {
  if (line.startsWith('#')) domain = line.slice(1).trim();
  if (line.startsWith('#') || line === '') continue;
  const drawn = [...line.matchAll(/\p{Script=Han}/gu)]
    .map(({ 0: answer, index }) => ({ answer, index, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, charactersASentence);
  for (const { answer, index } of drawn) {
    const text = `${line.slice(0, index)}[MASK]${line.slice(index + answer.length)}`;
    gaps.push(JSON.stringify({ text, answer, domain }));
  }
}
writeFileSync(at('general.jsonl'), `${gaps.join('\n')}\n`);
