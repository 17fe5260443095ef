import { describe, expect, test } from 'vitest';
import { pPr, rPr, sheetOf, style } from './sheet-parts.ts';

const theme = `<a:themeElements>
  <a:clrScheme name="x">
    <a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>
    <a:dk2><a:srgbClr val="1F497D"/></a:dk2><a:lt2><a:srgbClr val="EEECE1"/></a:lt2>
    <a:accent1><a:srgbClr val="4F81BD"/></a:accent1><a:hlink><a:srgbClr val="0000FF"/></a:hlink>
  </a:clrScheme>
  <a:fontScheme name="x">
    <a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:font script="Hans" typeface="宋体"/></a:majorFont>
    <a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Jpan" typeface="ＭＳ 明朝"/>
      <a:font script="Hans" typeface="等线"/><a:font script="Hant" typeface="新細明體"/></a:minorFont>
  </a:fontScheme></a:themeElements>`;

const language = (code: string) => `<w:themeFontLang w:val="en-US" w:eastAsia="${code}"/>`;

function look(direct: string, settings = language('zh-CN')) {
  const sheet = sheetOf({ theme, settings });
  return sheet.run(rPr(direct), sheet.paragraph(undefined));
}

describe('theme fonts', () => {
  const minor = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>';
  test.each([
    ['zh-CN', '等线'],
    ['zh-TW', '新細明體'],
    ['ja-JP', 'ＭＳ 明朝'],
    ['', undefined],
  ])('Chinese characters of a document in %j', (code, expected) => {
    expect(look(minor, code === '' ? '' : language(code))).toMatchObject({ ascii: 'Calibri', size: 10 });
    expect(look(minor, code === '' ? '' : language(code)).eastAsia).toBe(expected);
  });

  test('a theme that names its Chinese font needs no language', () => {
    const named = theme.replace('<a:ea typeface=""/>', '<a:ea typeface="仿宋"/>');
    const sheet = sheetOf({ theme: named });
    const fonts = rPr('<w:rFonts w:eastAsiaTheme="majorEastAsia"/>');
    expect(sheet.run(fonts, sheet.paragraph(undefined)).eastAsia).toBe('仿宋');
  });

  test('a theme font wins over the name beside it, and Latin characters may take the Chinese font', () => {
    const fonts =
      '<w:rFonts w:ascii="Arial" w:asciiTheme="majorEastAsia" w:eastAsia="黑体" w:eastAsiaTheme="unknown"/>';
    expect(look(fonts)).toMatchObject({ ascii: '宋体', eastAsia: '黑体' });
  });

  test('a name of a later level wins over the theme font of an earlier one', () => {
    const sheet = sheetOf({
      theme,
      styles: style('P', '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/></w:rPr>'),
    });
    const paragraph = sheet.paragraph(pPr('<w:pStyle w:val="P"/>'));
    expect(sheet.run(rPr('<w:rFonts w:ascii="Arial"/>'), paragraph).ascii).toBe('Arial');
  });
});

describe('theme colours', () => {
  const channels = (hex: string) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

  // Values that Word writes beside the names; it rounds in between.
  test.each([
    ['w:val="123456" w:themeColor="accent1"', '4F81BD'],
    ['w:val="123456" w:themeColor="accent1" w:themeTint="99"', '95B3D7'],
    ['w:val="123456" w:themeColor="accent1" w:themeShade="BF"', '365F91'],
    ['w:val="123456" w:themeColor="background1" w:themeShade="A6"', 'A6A6A6'],
    ['w:val="123456" w:themeColor="text1" w:themeTint="80"', '7F7F7F'],
    ['w:val="123456" w:themeColor="text2"', '1F497D'],
    ['w:val="123456" w:themeColor="hyperlink"', '0000FF'],
    ['w:val="123456" w:themeColor="accent6"', '123456'],
    ['w:val="auto" w:themeColor="none"', undefined],
  ])('%s', (attributes, expected) => {
    const { color } = look(`<w:color ${attributes}/>`);
    if (expected === undefined) expect(color).toBe(undefined);
    else
      for (const [i, value] of channels(color ?? '').entries())
        expect(Math.abs(value - (channels(expected)[i] ?? 0))).toBeLessThanOrEqual(1);
  });

  test('the mapping of the settings decides what text and background are', () => {
    const mapping = '<w:clrSchemeMapping w:bg1="dark1" w:t1="light1" w:bg2="dark2" w:t2="light2"/>';
    expect(look('<w:color w:themeColor="text1"/>', mapping).color).toBe('FFFFFF');
    expect(look('<w:color w:themeColor="background2"/>', mapping).color).toBe('1F497D');
  });
});

test.each([
  ['<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>', 'D9D9D9'],
  ['<w:shd w:val="solid" w:color="FF0000" w:fill="00FF00"/>', 'FF0000'],
  ['<w:shd w:val="solid" w:color="auto" w:fill="00FF00"/>', '000000'],
  ['<w:shd w:val="pct10" w:color="auto" w:fill="FFFFFF"/>', 'E6E6E6'],
  ['<w:shd w:val="pct50" w:color="FF0000" w:fill="auto"/>', 'FF8080'],
  ['<w:shd w:val="clear" w:color="auto" w:fill="auto"/>', undefined],
  ['<w:shd w:val="nil" w:fill="D9D9D9"/>', undefined],
  ['<w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="accent1" w:themeFillTint="99"/>', '95B3D7'],
])('shading %s', (direct, expected) => {
  expect(look(direct).shading).toBe(expected);
});

test.each([
  ['yellow', 'FFFF00'],
  ['darkCyan', '008080'],
  ['none', undefined],
  ['constructor', undefined],
])('highlight %s', (name, expected) => {
  expect(look(`<w:highlight w:val="${name}"/>`).highlight).toBe(expected);
});
