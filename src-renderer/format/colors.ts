import type { Code } from '../i18n/index.svelte.ts';

/** Colours to choose from, as Word's palettes have them: six hexadecimal digits. */

interface Swatch {
  readonly value: string;
  readonly name: Code;
}

/** Word's standard colours, and black to white. */
export const textColors: readonly Swatch[] = [
  { value: '000000', name: 'color.black' },
  { value: '595959', name: 'color.darkGray' },
  { value: '7F7F7F', name: 'color.gray' },
  { value: 'BFBFBF', name: 'color.lightGray' },
  { value: 'FFFFFF', name: 'color.white' },
  { value: 'C00000', name: 'color.darkRed' },
  { value: 'FF0000', name: 'color.red' },
  { value: 'FFC000', name: 'color.orange' },
  { value: 'FFFF00', name: 'color.yellow' },
  { value: '92D050', name: 'color.lightGreen' },
  { value: '00B050', name: 'color.green' },
  { value: '00B0F0', name: 'color.lightBlue' },
  { value: '0070C0', name: 'color.blue' },
  { value: '002060', name: 'color.darkBlue' },
  { value: '7030A0', name: 'color.purple' },
];

/** The fifteen colours that `w:highlight` can name. */
export const highlightColors: readonly Swatch[] = [
  { value: 'FFFF00', name: 'color.yellow' },
  { value: '00FF00', name: 'color.brightGreen' },
  { value: '00FFFF', name: 'color.turquoise' },
  { value: 'FF00FF', name: 'color.pink' },
  { value: '0000FF', name: 'color.blue' },
  { value: 'FF0000', name: 'color.red' },
  { value: '000080', name: 'color.darkBlue' },
  { value: '008080', name: 'color.teal' },
  { value: '008000', name: 'color.green' },
  { value: '800080', name: 'color.purple' },
  { value: '800000', name: 'color.darkRed' },
  { value: '808000', name: 'color.darkYellow' },
  { value: '808080', name: 'color.gray' },
  { value: 'C0C0C0', name: 'color.lightGray' },
  { value: '000000', name: 'color.black' },
];
