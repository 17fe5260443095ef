import { isFreeName } from './name-shape.ts';
import { han } from './scan.ts';

const three = new RegExp(`^[${han}]{3}$`);

/**
 * Whether three characters in a row look like a name, whatever stands around them: 免去胡志军的职务. Too strict for text that is
 * to be kept (代农业 in 现代农业 looks like one, as does every 300th phrase), right where a phrase can be left out.
 */
export function mayHoldName(text: string): boolean {
  for (let start = 0; start + 3 <= text.length; start++) {
    const word = text.slice(start, start + 3);
    if (three.test(word) && isFreeName(word)) return true;
  }
  return false;
}
