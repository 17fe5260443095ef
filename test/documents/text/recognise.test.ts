import { describe, expect, test } from 'vitest';
import { encodeText } from '../../../src-main/documents/text/codec.ts';
import { recognise } from '../../../src-main/documents/text/recognise.ts';
import type { Encoding } from '../../../src-main/documents/text/units.ts';

const simplified = [
  '请各部门于本周五下班前将总结报送办公室汇总。',
  '乙方应当按照合同约定的期限交付设备并负责安装调试。',
  '经研究，同意你单位关于追加预算的请示，特此批复。',
  '会议指出，要把安全生产放在更加突出的位置来抓。',
  '附件：１．报名表；２．参会人员名单（加盖公章）。',
  '春天的湖面上，几只野鸭慢慢游过，留下长长的波纹。',
];
const traditional = [
  '請各單位於本週五下班前將總結報送辦公室彙整。',
  '乙方應依契約約定之期限交付設備並負責安裝測試。',
  '本案經審查結果符合規定，同意核定補助經費。',
  '會議指出，應將工作場所的安全列為最優先事項。',
  '附件：１．報名表；２．出席人員名單（請加蓋印章）。',
  '春天的湖面上，幾隻野鴨慢慢游過，留下長長的波紋。',
];
const japanese = [
  '各部署は金曜日の終業までに報告書を提出してください。',
  '本契約に定める期日までに装置を納入し、設置するものとする。',
  '会議の議事録は次のとおりですので、ご確認ください。',
  'ファイルを開くことができませんでした。もう一度お試しください。',
  '春の湖では、数羽の鴨がゆっくりと泳いでいました。',
];

const kinds: readonly (readonly [Encoding, readonly string[]])[] = [
  ['gb18030', [...simplified, ...traditional]],
  ['big5', traditional],
  ['shift_jis', japanese],
  ['utf-16le', [...simplified, ...japanese]],
  ['utf-16be', [...traditional, 'Plain ASCII text, two bytes a letter.']],
  [
    'utf-8',
    [
      ...simplified,
      ...traditional,
      ...japanese,
      'Plain ASCII, even length',
      'Odd.',
      'Привет, как дела',
      'café',
    ],
  ],
];

describe('an encoding', () => {
  test.each(kinds)('%s is recognised in twenty characters, beyond doubt', (encoding, texts) => {
    for (const text of texts)
      expect([text, recognise(encodeText(text, encoding))]).toEqual([
        text,
        { encoding, mark: 0, sure: true, candidates: expect.arrayContaining([encoding]) },
      ]);
  });

  test.each(kinds)('%s is recognised in a text with numbers, tabs and line ends', (encoding, texts) => {
    const text = texts.map((one, i) => `${i + 1}.\t${one} (2024-05-06)`).join('\r\n');
    expect(recognise(encodeText(text, encoding))).toMatchObject({ encoding, sure: true });
  });

  test.each(kinds)('%s is recognised in spite of a byte without a meaning and a NUL', (encoding, texts) => {
    const raw = encodeText(texts.join('\n'), encoding);
    const broken = new Uint8Array(
      Buffer.concat([raw, Uint8Array.of(0xff, 0xff), encodeText('\0', encoding)]),
    );
    expect(recognise(broken).encoding).toBe(encoding);
  });

  test.each([
    ['utf-8', [0xef, 0xbb, 0xbf], 3],
    ['utf-16le', [0xff, 0xfe], 2],
    ['utf-16be', [0xfe, 0xff], 2],
  ] as const)('%s is known by its byte order mark', (encoding, mark, length) => {
    const bytes = new Uint8Array(Buffer.concat([Uint8Array.from(mark), encodeText('文', encoding)]));
    expect(recognise(bytes)).toEqual({ encoding, mark: length, sure: true, candidates: [encoding] });
  });

  test('of a word or two is a guess that says so, with what else it may be', () => {
    // 通知 happens to be valid UTF-8 too.
    for (const word of ['通知', '会议', '附件']) {
      const { sure, candidates } = recognise(encodeText(word, 'gb18030'));
      expect([word, sure]).toEqual([word, false]);
      expect(candidates.length).toBeGreaterThan(1);
      expect(candidates.slice(0, 2)).toContain('gb18030');
    }
  });

  test('of no text at all is a guess', () => {
    const noise = Uint8Array.from({ length: 4001 }, (_, i) => (i * i * 31 + i * 17) % 251);
    expect(recognise(noise).sure).toBe(false);
  });

  test('is found by the first characters that are no ASCII, however late they come', () => {
    const late = `${'// plain\n'.repeat(20_000)}${simplified.join('')}`;
    expect(recognise(encodeText(late, 'gb18030'))).toMatchObject({ encoding: 'gb18030', sure: true });
    const oneLine = `${'x'.repeat(100_001)}${traditional.join('')}`;
    expect(recognise(encodeText(oneLine, 'big5'))).toMatchObject({ encoding: 'big5', sure: true });
    for (const encoding of ['utf-16le', 'utf-16be'] as const)
      for (const first of ['', '一'])
        expect(recognise(encodeText(`${first}\n${'通告。\n'.repeat(20_000)}`, encoding))).toMatchObject({
          encoding,
          sure: true,
        });
  });

  test('of an empty file is UTF-8', () => {
    expect(recognise(new Uint8Array())).toEqual({
      encoding: 'utf-8',
      mark: 0,
      sure: true,
      candidates: ['utf-8'],
    });
  });
});
