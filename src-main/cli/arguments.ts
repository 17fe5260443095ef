import { InvalidArgumentError } from 'commander';
import type { Replacement } from '../documents/replace.ts';
import { type Fault, parseFault } from './load/faults.ts';
import { parseReplacement } from './replacement.ts';

/** Parsers for the arguments of options. Each throws an `InvalidArgumentError` that says what is expected. */

export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
  };
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('a number from 0 to 1');
}

/** @param before the replacements of earlier options of the same name */
export function replacements(text: string, before: readonly Replacement[]): readonly Replacement[] {
  const parsed = parseReplacement(text);
  if (parsed) return [...before, parsed];
  throw new InvalidArgumentError('OLD=NEW; a = in the text is written \\=');
}

export function fault(text: string): Fault {
  const parsed = parseFault(text);
  if (parsed) return parsed;
  throw new InvalidArgumentError('errors:5%, latency:2x, nan or kill');
}
