/**
 * Finds out whether an engine's process keeps what unloaded versions took: after an unload it must hold what it held
 * after the ones before, with as many versions loaded. On the CPU 60 swaps stay within 5 % of the first three.
 */
export interface LeakWatch {
  /** Another process answers: nothing is known of it. */
  started(): void;
  unloaded(): void;
  /**
   * @param bytes private memory of the process
   * @param versions how many are loaded; asked after an unload only
   * @returns whether the process has grown and should be exchanged; told once a process
   */
  grown(bytes: number, versions: () => number): boolean;
}

/** What the first unloads left behind, the most of it, and how many of the last ones left more. */
interface Marks {
  readonly first: readonly number[];
  readonly above: number;
}

const none: Marks = { first: [], above: 0 };
const several = 3;
/** Several in a row above the first share, or one above the second. */
const [allowed, tolerated] = [1.1, 1.5];

export function createLeakWatch(): LeakWatch {
  const marks = new Map<number, Marks>();
  let due = false;
  let told = false;
  return {
    started() {
      marks.clear();
      due = false;
      told = false;
    },
    unloaded() {
      due = true;
    },
    grown(bytes, versions) {
      if (!due || told) return false;
      due = false;
      const loaded = versions();
      const { first, above: before } = marks.get(loaded) ?? none;
      const most = first.length > 0 ? Math.max(...first) : bytes;
      const above = first.length === several && bytes > most * allowed ? before + 1 : 0;
      marks.set(loaded, { first: first.length < several ? [...first, bytes] : first, above });
      told = above === several || bytes > most * tolerated;
      return told;
    },
  };
}
