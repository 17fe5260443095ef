/** Characters outside the full-width block that people and input methods type in place of ASCII signs. */
const signs: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '\u00a0': ' ',
  '\u2002': ' ',
  '\u2003': ' ',
  '\u2009': ' ',
  '\u200b': ' ',
  '\u200c': ' ',
  '\u200d': ' ',
  '\u2060': ' ',
  '\ufeff': ' ',
  '\u00ad': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '﹣': '-',
  '﹕': ':',
  '﹫': '@',
};

const foldable = /[\uff01-\uff5e\u3000\u00a0\u2002\u2003\u2009\u200b-\u200d\u2060\ufeff\u00ad‐-―−﹣﹕﹫]/g;

/** Replaces full-width forms by ASCII. Each code unit is replaced by one, so that offsets stay valid. */
export function foldWidth(text: string): string {
  return text.replace(foldable, (sign) => {
    const code = sign.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (signs[sign] ?? sign);
  });
}
