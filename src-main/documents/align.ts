/**
 * Aligns two sequences: which item of the new sequence is which item of the old. The result is the longest common
 * subsequence of their keys, found after equal items at both ends are set aside (most edits change one place).
 */

/**
 * Most cells of the table for the part between the equal ends. A larger part is aligned by pairing equal keys in
 * order.
 */
const mostCells = 4_000_000;

/** @returns for every new item the index of its old item, or -1; the indices grow */
export function align(before: readonly string[], after: readonly string[]): Int32Array {
  const result = new Int32Array(after.length).fill(-1);
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) {
    result[head] = head;
    head++;
  }
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
    result[after.length - tail] = before.length - tail;
  }
  const olds = before.slice(head, before.length - tail);
  const news = after.slice(head, after.length - tail);
  if (olds.length === 0 || news.length === 0) return result;
  const middle = olds.length * news.length <= mostCells ? byTable(olds, news) : inOrder(olds, news);
  for (const [i, at] of middle.entries()) if (at >= 0) result[head + i] = head + at;
  return result;
}

/** Longest common subsequence by dynamic programming. */
function byTable(before: readonly string[], after: readonly string[]): Int32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const result = new Int32Array(after.length).fill(-1);
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) result[j++] = i++;
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return result;
}

/**
 * Pairs the nth occurrence of a key with its nth occurrence, then keeps the longest run of pairs in growing order.
 */
function inOrder(before: readonly string[], after: readonly string[]): Int32Array {
  const places = new Map<string, number[]>();
  for (const [i, key] of before.entries()) {
    const known = places.get(key);
    if (known) known.push(i);
    else places.set(key, [i]);
  }
  const used = new Map<string, number>();
  const candidates = after.map((key) => {
    const nth = used.get(key) ?? 0;
    used.set(key, nth + 1);
    return places.get(key)?.[nth] ?? -1;
  });
  const kept = longestIncreasing(candidates);
  return Int32Array.from(candidates, (at, j) => (kept.has(j) ? at : -1));
}

/** Indices of the longest strictly growing subsequence; negative values take no part. */
export function longestIncreasing(values: readonly number[]): Set<number> {
  const tails: number[] = [];
  const previous = new Int32Array(values.length).fill(-1);
  for (const [i, value] of values.entries()) {
    if (value < 0) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = i;
  }
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return kept;
}
