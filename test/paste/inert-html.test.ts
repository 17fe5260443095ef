import { describe, expect, test } from 'vitest';
import { inertHtml } from '../../src-renderer/paste/inert-html.ts';

const html = (text: string) => inertHtml(text).html;
const unchanged = (text: string) => expect(inertHtml(text)).toEqual({ html: text, sheets: [] });

describe('attributes that the policy refuses', () => {
  test.each([
    [`<p style="color:red">style="x"</p>`, `<p data-css="color:red">style="x"</p>`],
    [`<p class=a style='font-family:"宋体"'>`, `<p class=a data-css='font-family:"宋体"'>`],
    ['<p style=color:red class=b>', '<p data-css=color:red class=b>'],
    ['<P STYLE = "a" Style=b>', '<P data-css = "a" data-css=b>'],
    ['<p\nstyle\n=\n"a"\n>', '<p\ndata-css\n=\n"a"\n>'],
    ['<br/style=a/>', '<br/data-css=a/>'],
    ['<p title="a>b" style="c>d">e', '<p title="a>b" data-css="c>d">e'],
    ['<p title=a"b style="c">', '<p title=a"b data-css="c">'],
    ['<p a="b"style="c">', '<p a="b"data-css="c">'],
    ['<p style>甲<p style=>乙', '<p data-css>甲<p data-css=>乙'],
    ['<o:p style="a"></o:p>', '<o:p data-css="a"></o:p>'],
    ['</p style="a">', '</p data-css="a">'],
    ['1 < 2 <p style="a">', '1 < 2 <p data-css="a">'],
    ['<img onError=a ONLOAD="b" src=on>', '<img data-onError=a data-ONLOAD="b" src=on>'],
    ['<p ="style="a" style="b">', '<p ="style="a" data-css="b">'],
  ])('%s', (given, wanted) => expect(html(given)).toBe(wanted));

  test.each([
    ['a text', 'x style="a" <3 style="b" < p style="c">'],
    ['a value', '<p title=\'style="a" style=b\' alt="<b style=c>">'],
    ['an unquoted value with a full-width space', '<p title=甲　style=a>'],
    ['another name', '<p data-style="a" styles="b" x:style="c" style-a="d">'],
    ['a comment', '<!-- <p style="a"> -- > --!x <b style="b"> -->'],
    ['a conditional comment', '<!--[if gte vml 1]><v:shape style="a"><style>b{}</style><![endif]-->'],
    ['a comment that ends nowhere', '<!-- <p style="a">'],
    ['a declaration', '<!doctype style="a"><?xml style="b"?><![CDATA[ style="c" ]]>'],
    ['an end tag without a name', '</ p style="a">'],
    ['raw text', '<title><p style="a"></title><textarea><style>b{}</style><p style="c"></textarea>'],
    ['a tag that ends nowhere', '<p class="a'],
  ])('%s keeps its letters', (_what, given) => unchanged(given));

  test('elements between conditions are elements', () => {
    expect(html('<![if !supportLists]><span style="a"></span><![endif]>')).toBe(
      '<![if !supportLists]><span data-css="a"></span><![endif]>',
    );
  });

  test.each([
    ['<!--><p style="a">', '<!--><p data-css="a">'],
    ['<!---><p style="a">', '<!---><p data-css="a">'],
    ['<!--x--!><p style="a">', '<!--x--!><p data-css="a">'],
    ['<!--!><p style="a">--><p style="b">', '<!--!><p style="a">--><p data-css="b">'],
  ])('the end of a comment: %s', (given, wanted) => expect(html(given)).toBe(wanted));
});

describe('style sheets', () => {
  test('are taken out, whatever they contain', () => {
    const sheet = '<!-- p > b { content: "</p><b style=x>" } </styled> -->';
    expect(inertHtml(`<head><STYLE type="a>b">${sheet}</Style x="y>z"><p>甲`)).toEqual({
      html: '<head><p>甲',
      sheets: [sheet],
    });
  });

  test('come in their order; one that ends nowhere goes to the end', () => {
    expect(inertHtml('<style>a</style>甲<style></style><p style=b><style>c<p>')).toEqual({
      html: '甲<p data-css=b>',
      sheets: ['a', '', 'c<p>'],
    });
  });

  test('of comments and raw text are none', () => {
    unchanged('<!--<style>a</style>--><script>"<style>b</style>"</script><xmp><style></xmp>');
  });
});

test.each([
  ['tags', '<p style="a">'],
  ['open comments', '<!--'],
  ['signs', '<'],
  ['open quotes', '<p a="'],
  ['open raw text', '<title>'],
  ['spaces', '<p a            '],
])('five megabytes of %s are read in one pass', (_what, part) => {
  const given = part.repeat(Math.ceil(5_000_000 / part.length));
  expect(html(given).replaceAll('data-css', 'style')).toBe(given);
});
