import { joinBackward, splitBlock, toggleMark } from '@tiptap/pm/commands';
import { splitListItem } from '@tiptap/pm/schema-list';
import { describe, expect, test } from 'vitest';
import { patchMarkdown } from '../../../src-main/documents/markdown/patch.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { commanded, opened, replaced, saved, shown } from './editing.ts';

/** Of a file only what was edited changes. */

const { marks, nodes } = documentSchema();
const bold = toggleMark(marks.bold!);

describe('one word in place of another', () => {
  test.each([
    ['a heading with closing signs', '##  旧标题  ##\n', '##  新标题  ##\n'],
    ['a setext heading', '旧标题\n======\n\n段落\n', '新标题\n======\n\n段落\n'],
    ['a bullet list', '*   一\n*   旧\n*   三\n', '*   一\n*   新\n*   三\n'],
    ['a numbered list', '1) 一\n1) 旧\n', '1) 一\n1) 新\n'],
    [
      'an item of several blocks',
      '- 一\n\n  旧的\n  行\n\n      code\n- 二\n',
      '- 一\n\n  新的\n  行\n\n      code\n- 二\n',
    ],
    ['a quote with a lazy line', '> 旧的\n继续\n>\n> 完\n', '> 新的\n继续\n>\n> 完\n'],
    [
      'soft line ends',
      'some\nold words here\nand there 旧\nend\n',
      'some\nold words here\nand there 新\nend\n',
    ],
    ['hard line ends of both kinds', '旧  \n二\\\n三\n', '新  \n二\\\n三\n'],
    ['escapes and entities', '\\*旧\\* &amp; &copy; \\[x\\]\n', '\\*新\\* &amp; &copy; \\[x\\]\n'],
    [
      'reference links',
      '见 [旧的][a]、[b][] 和 [c]。\n\n[a]: /x\n[b]: /y\n[c]: /z "t"\n',
      '见 [新的][a]、[b][] 和 [c]。\n\n[a]: /x\n[b]: /y\n[c]: /z "t"\n',
    ],
    [
      'emphasis of every spelling',
      '__旧__ _a_ *b* **c** ~~d~~ ~e~ `f`\n',
      '__新__ _a_ *b* **c** ~~d~~ ~e~ `f`\n',
    ],
    ['HTML that is a mark', 'H<sub>旧</sub>O <u>x</u>\n', 'H<sub>新</sub>O <u>x</u>\n'],
    [
      'one cell of a table',
      '|a  | 旧|\n|:--|--:|\n| c \\| d |e  |\n',
      '|a  | 新|\n|:--|--:|\n| c \\| d |e  |\n',
    ],
    ['a table without outer bars', 'a | 旧\n- | -\nc | d\n', 'a | 新\n- | -\nc | d\n'],
    ['fenced code', '~~~~ js {1}\nold 旧\n\tb\n~~~~\n', '~~~~ js {1}\nold 新\n\tb\n~~~~\n'],
    ['indented code', '段落\n\n    旧\n\n    b\n', '段落\n\n    新\n\n    b\n'],
    ['line endings of all kinds', '一\r\n\r\n旧\r继续\n\n三\r\n', '一\r\n\r\n新\r继续\n\n三\r\n'],
    ['no final line ending', '一\n\n旧', '一\n\n新'],
    ['tabs and trailing spaces', '-\t旧  \n-\t二\t\n\n  段落  \n', '-\t新  \n-\t二\t\n\n  段落  \n'],
    ['a mark of the byte order', '\ufeff# 旧\n\n\n\n二\n', '\ufeff# 新\n\n\n\n二\n'],
    [
      'what the editor does not know',
      '---\nt: 1\n---\n\n旧 $x$ [^1] [[w]] <kbd>k</kbd>\n\n:::tip\n中\n:::\n\n[^1]: 注\n',
      '---\nt: 1\n---\n\n新 $x$ [^1] [[w]] <kbd>k</kbd>\n\n:::tip\n中\n:::\n\n[^1]: 注\n',
    ],
    ['gaps', '旧 [MASK] 和 ［MASK］、<mask>、[ mask ]\n', '新 [MASK] 和 ［MASK］、<mask>、[ mask ]\n'],
    ['a task', '- [ ] 旧\n- [x] 完\n', '- [ ] 新\n- [x] 完\n'],
  ])('%s', (_name, file, expected) => {
    expect(replaced(file, '旧', '新')).toBe(expected);
  });

  test('a deleted word leaves no spaces spelled out', () => {
    expect(replaced('旧 词\n', '旧', '')).toBe('词\n');
  });
});

describe('text that Markdown would read as something else', () => {
  test.each([
    ['*a*', '\\*a\\*\n'],
    ['5 * 3 = 15', '5 * 3 = 15\n'],
    ['snake_case', 'snake_case\n'],
    ['# 号', '\\# 号\n'],
    ['- 一', '\\- 一\n'],
    ['2. 二', '2\\. 二\n'],
    ['> 大于', '\\> 大于\n'],
    ['[注1]', '[注1]\n'],
    ['[a](b)', '\\[a\\](b)\n'],
    ['a < b & c', 'a < b & c\n'],
    ['<b>x</b>', '\\<b>x\\</b>\n'],
    ['<kbd>', '\\<kbd>\n'],
    ['&amp;', '\\&amp;\n'],
    ['`x`', '\\`x\\`\n'],
    ['$x$', '\\$x\\$\n'],
    ['$5 和 $6', '$5 和 $6\n'],
    ['3~5 天，6~8 天', '3\\~5 天，6\\~8 天\n'],
    ['[MASK]：张三', '[MASK]：张三\n'],
    ['[MASK]: 张三', '[MASK]: 张三\n'],
    ['<mask>', '<mask>\n'],
  ])('%s', (text, expected) => {
    const file = replaced('旧\n', '旧', text);
    expect(file).toBe(expected);
    expect(opened(file).textContent).toBe(text);
  });

  test('a bar in a cell', () => {
    expect(replaced('| a |\n| - |\n| 旧 |\n', '旧', 'x|y')).toBe('| a |\n| - |\n| x\\|y |\n');
  });

  test('a fence in code makes the fences longer', () => {
    expect(replaced('```\n旧\n```\n', '旧', '```')).toBe('````\n```\n````\n');
  });

  test('a backtick in code', () => {
    expect(replaced('`旧x`\n', '旧', '`')).toBe('`` `x ``\n');
  });
});

describe('marks', () => {
  test('bold in the file’s own spelling', () => {
    expect(commanded('__a__ word\n', 'word', bold)).toBe('__a__ __word__\n');
    expect(commanded('some word\n', 'word', bold)).toBe('some **word**\n');
  });

  test('bold taken off leaves the rest', () => {
    expect(commanded('a **b c** _d_\n', 'b c', bold)).toBe('a b c _d_\n');
  });

  test('bold beside Chinese quotation marks, which asterisks cannot do', () => {
    expect(commanded('他说“重点”是\n', '“重点”', bold)).toBe('他说<strong>“重点”</strong>是\n');
  });

  test('that leaves the spelling of what is around', () => {
    const file = '见 [x][a] 说“重点”是 _z_ \\* 1~2\n\n[a]: /u\n';
    expect(commanded(file, '“重点”', bold)).toBe(file.replace('“重点”', '<strong>“重点”</strong>'));
  });

  test('bold inside of a link leaves the link one', () => {
    expect(commanded('[一二三](/u "t")\n', '一', bold)).toBe('[**一**二三](/u "t")\n');
  });

  test('a link in which text changed is no address any more', () => {
    expect(replaced('<http://old.example>\n', 'old', '新')).toBe('[http://新.example](http://old.example)\n');
  });

  test('a reference that was its own label keeps leading there', () => {
    expect(replaced('[旧 标]\n\n[旧 标]: /x\n', '旧', '新')).toBe('[新 标][旧 标]\n\n[旧 标]: /x\n');
  });
});

describe('blocks', () => {
  const place = (text: string, from: number, count: number, ...added: object[]) => {
    const json = opened(text).toJSON() as { content: object[] };
    json.content.splice(from, count, ...added);
    return saved(text, documentSchema().nodeFromJSON(json));
  };
  const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

  test('a new one among the others', () => {
    expect(place('一\r\n\r\n\r\n二\r\n', 1, 0, paragraph('新'))).toBe('一\r\n\r\n新\r\n\r\n\r\n二\r\n');
  });

  test('a removed one takes its space along', () => {
    expect(place('一\n\n二\n\n\n三\n', 1, 1)).toBe('一\n\n\n三\n');
  });

  test('one in front of the first stays behind the mark of the byte order', () => {
    expect(place('\ufeff一\n', 0, 0, paragraph('新'))).toBe('\ufeff新\n\n一\n');
  });

  test('code that only an indent tells from text gets fences where other code comes before it', () => {
    expect(place('    a\n\n一\n\n    b\n', 1, 1)).toBe('    a\n\n```\nb\n```\n');
  });

  test('front matter stays first', () => {
    expect(place('---\na: 1\n---\n\n一\n', 0, 0, paragraph('新'))).toMatch(/^---\na: 1\n---\n/);
  });

  test('links are written out when their definition goes', () => {
    expect(place('[a][x]\n\n[x]: /u "t"\n', 1, 1)).toBe('[a](/u "t")\n');
  });

  test('a paragraph split in two keeps the spelling of both', () => {
    expect(commanded('一 \\* 二&amp;三\n', '二', splitBlock)).toBe(
      '一 \\* \n\n&amp;三\n'.replace('\\* \n', '\\*\n'),
    );
  });

  test('two paragraphs joined keep the spelling of both', () => {
    expect(
      commanded('a \\* _b_\n\n[c][] &lt;\n\n[c]: /x\n', 'c', (state, dispatch) => {
        dispatch?.(state.tr.join(state.selection.$from.before()));
        return true;
      }),
    ).toBe('a \\* _b_[c][] &lt;\n\n[c]: /x\n');
    expect(joinBackward).toBeDefined();
  });

  test('a new item takes the list’s marker and the numbers go on', () => {
    const split = splitListItem(nodes.listItem!);
    expect(commanded('1) 一\n2) 二三\n3) 四\n', '三', split)).toBe('1) 一\n2) 二\n3)\n4) 四\n');
    expect(commanded('*  一二\n*  三\n', '二', split)).toBe('*  一\n*\n*  三\n');
    expect(commanded('1. 一\n1. 二三\n1. 四\n', '三', split)).toBe('1. 一\n1. 二\n1.\n1. 四\n');
  });

  test('a number that gets longer moves its item’s lines', () => {
    const file = `${Array.from({ length: 9 }, (_, i) => `${i + 1}. 第${i + 1}\n`).join('')}   继续\n`;
    const result = commanded(file, '第1', splitListItem(nodes.listItem!));
    expect(result).toContain('\n10. 第9\n    继续\n');
  });

  test('a column more gives every row a cell', () => {
    const doc = opened('| a |\n|:-:|\n| b |\n').toJSON() as never;
    const rows = (doc as { content: { content: { content: object[] }[] }[] }).content[0]!.content;
    for (const [i, row] of rows.entries())
      row.content.push({ type: i === 0 ? 'tableHeader' : 'tableCell', content: [paragraph('新')] });
    expect(saved('| a |\n|:-:|\n| b |\n', documentSchema().nodeFromJSON(doc))).toBe(
      '| a | 新 |\n| :-: | --- |\n| b | 新 |\n',
    );
  });
});

test('a document of another format is written from nothing', () => {
  const doc = documentSchema().nodeFromJSON({
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: '标题' }] },
      { type: 'paragraph' },
      {
        type: 'paragraph',
        content: [
          { type: 'gap', attrs: { spelling: '【MASK】' } },
          { type: 'text', text: ' 和 *' },
        ],
      },
      {
        type: 'bulletList',
        content: [
          { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: '一' }] }] },
        ],
      },
      { type: 'atomBlock', attrs: { kind: 'formula', text: 'a*b*c' } },
    ],
  });
  const text = patchMarkdown(null, null, doc);
  expect(text).toBe('## 标题\n\n【MASK】 和 *\n\n- 一\n\na\\*b\\*c\n');
  expect(shown(opened(text))).toEqual(shown(doc));
});

test('an empty document is an empty file', () => {
  expect(saved('一\n', opened(''))).toBe('');
  expect(patchMarkdown(null, null, opened(''))).toBe('');
});
