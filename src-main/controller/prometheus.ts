/** Metrics in Prometheus' text format, as far as counters need it. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

const unescaped = (text: string) => text.replaceAll(/\\(.)/g, (_, one: string) => escapes[one] ?? one);

/** Lines that are no samples, and values that are no numbers, are left out. */
export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((row) => {
    const [, name, inside = '', value] = line.exec(row.trim()) ?? [];
    const number = Number(value);
    if (name === undefined || !Number.isFinite(number)) return [];
    const labels = Object.fromEntries(
      [...inside.matchAll(label)].map(([, key = '', word = '']) => [key, unescaped(word)]),
    );
    return [{ name, labels, value: number }];
  });
}
