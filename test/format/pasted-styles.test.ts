import { expect, test } from 'vitest';
import { setStylesAside } from '../../src-renderer/format/pasted-styles.ts';

test('style attributes of pasted HTML wait under another name, and nothing else changes', () => {
  expect(
    setStylesAside('<b style="font-weight:normal" id="a">style="x" 1 < 2 <i\nSTYLE=\'a\'>字</i></b>'),
  ).toBe(
    '<b data-pasted-style="font-weight:normal" id="a">style="x" 1 < 2 <i\ndata-pasted-style=\'a\'>字</i></b>',
  );
  expect(setStylesAside('<p data-style="正文" class="style">')).toBe('<p data-style="正文" class="style">');
});
