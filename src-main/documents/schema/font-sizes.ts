/** Named type sizes of Chinese offices in points, the largest first. */
export const fontSizes = [
  { name: '初号', points: 42 },
  { name: '小初', points: 36 },
  { name: '一号', points: 26 },
  { name: '小一', points: 24 },
  { name: '二号', points: 22 },
  { name: '小二', points: 18 },
  { name: '三号', points: 16 },
  { name: '小三', points: 15 },
  { name: '四号', points: 14 },
  { name: '小四', points: 12 },
  { name: '五号', points: 10.5 },
  { name: '小五', points: 9 },
  { name: '六号', points: 7.5 },
  { name: '小六', points: 6.5 },
  { name: '七号', points: 5.5 },
  { name: '八号', points: 5 },
] as const;

/** The name of a size: `三号` for 16 points; null for a size without a name. */
export const fontSizeName = (points: number): string | null =>
  fontSizes.find((size) => size.points === points)?.name ?? null;

/** The points of `三号` or `16`; null for what is no size of Word's, 1 to 1638 points in steps of a half. */
export function fontSizePoints(text: string): number | null {
  const named = fontSizes.find((size) => size.name === text.trim());
  if (named) return named.points;
  const points = Math.round(Number(text.trim() || Number.NaN) * 2) / 2;
  return points >= 1 && points <= 1638 ? points : null;
}
