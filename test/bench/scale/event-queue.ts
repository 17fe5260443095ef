/** A binary heap of events by time; what is due at the same time comes in the order in which it was put in. */
export class EventQueue<T> {
  readonly #heap: { readonly at: number; readonly order: number; readonly event: T }[] = [];
  #count = 0;

  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  put(at: number, event: T): void {
    const heap = this.#heap;
    const one = { at, order: this.#count++, event };
    let place = heap.length;
    heap.push(one);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as typeof one;
      if (above.at < at || (above.at === at && above.order < one.order)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = one;
  }

  /** @returns the earliest event; undefined where there is none */
  take(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first?.event;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      const [left, right] = [heap[child] as typeof first, heap[child + 1]];
      const isRight = right && (right.at < left.at || (right.at === left.at && right.order < left.order));
      const least = isRight ? right : left;
      if (isRight) child++;
      if (last.at < least.at || (last.at === least.at && last.order < least.order)) break;
      heap[place] = least;
      place = child;
    }
    heap[place] = last;
    return first.event;
  }
}
