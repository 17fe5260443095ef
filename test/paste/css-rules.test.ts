import { describe, expect, test } from 'vitest';
import { addDeclarations, StyleRules, splitAt } from '../../src-renderer/paste/css-rules.ts';

const declared = (text: string) => {
  const into = new Map<string, string>();
  addDeclarations(text, into);
  return Object.fromEntries(into);
};
const ruled = (sheets: string[], tag: string, names = '') =>
  Object.fromEntries(new StyleRules(sheets).of(tag, names));

test('values are split outside of quotes and parentheses', () => {
  expect(splitAt('a "b;c" ; url(d;e) ;; \'f;', ';')).toEqual(['a "b;c"', 'url(d;e)', "'f;"]);
  expect(splitAt(' solid\n windowtext  1.0pt', ' ')).toEqual(['solid', 'windowtext', '1.0pt']);
});

describe('declarations', () => {
  test.each([
    ['Color: Red !important; x; :y; z:', { color: 'Red' }],
    ['color:red;color:blue', { color: 'blue' }],
    [
      'margin:1pt 2pt',
      { 'margin-top': '1pt', 'margin-right': '2pt', 'margin-bottom': '1pt', 'margin-left': '2pt' },
    ],
    ['background: yellow', { 'background-color': 'yellow' }],
    [
      'font:italic 700 12pt/1.5 "仿 宋", serif',
      {
        'font-size': '12pt',
        'font-family': '"仿 宋", serif',
        'line-height': '1.5',
        'font-weight': 'bold',
        'font-style': 'italic',
      },
    ],
    ['font:7.0pt "Times New Roman"', { 'font-size': '7.0pt', 'font-family': '"Times New Roman"' }],
  ])('%s', (text, wanted) => expect(declared(text)).toEqual(wanted));
});

describe('rules', () => {
  test('a class weighs more than a tag; the later one wins among equals', () => {
    const sheet = '.a{color:red} p{color:blue;font-size:9pt} p.a{line-height:1} .b{color:green}';
    expect(ruled([sheet], 'p', 'a b')).toEqual({ color: 'green', 'font-size': '9pt', 'line-height': '1' });
    expect(ruled([sheet], 'p', 'b a')).toEqual({ color: 'green', 'font-size': '9pt', 'line-height': '1' });
    expect(ruled([sheet], 'p', 'a')).toEqual({ color: 'red', 'font-size': '9pt', 'line-height': '1' });
    expect(ruled([sheet], 'div', 'a')).toEqual({ color: 'red' });
  });

  test('as Word and Excel write them: in a comment, with rules of its own between', () => {
    const sheet = `<!-- /* Font Definitions */
      @font-face {font-family:宋体;} @page {size:1pt; @top {color:red}} @import "x";
      p.MsoNormal, li.MsoNormal
        {color:red;} -->`;
    expect(ruled([sheet], 'li', 'MsoNormal')).toEqual({ color: 'red' });
    expect(ruled([sheet], 'p')).toEqual({});
  });

  test('selectors of more than one element, of states and of names say nothing', () => {
    const sheet =
      'div p{color:red} p:hover{color:red} #p{color:red} p>a{color:red} [x]{color:red} *{color:red}';
    expect(ruled([sheet], 'p', 'p')).toEqual({});
  });

  test('sheets follow one another; what ends nowhere goes to the end', () => {
    expect(ruled(['p{color:red}', 'p{color:blue', '/* x; p{color:green}'], 'p')).toEqual({ color: 'blue' });
  });
});
