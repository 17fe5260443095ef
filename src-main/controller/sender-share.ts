interface Sender {
  /** Everything that it sent. */
  total: number;
  counted: number;
  /** What it sent and was not counted, by kind. */
  readonly waiting: number[];
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Takes `many` of `from` in the proportion of its kinds. */
function draw(from: number[], many: number): number[] {
  let left = many;
  let of = sum(from);
  return from.map((has, i) => {
    const taken = of === 0 ? 0 : Math.round((left * has) / of);
    of -= has;
    left -= taken;
    from[i] = has - taken;
    return taken;
  });
}

/** Cuts what the sender with the most sent to what the one with the second most sent. */
export class SenderShare {
  readonly #senders = new Map<string, Sender>();
  #most: Sender | null = null;
  /** What the sender with the second most sent. */
  #second = 0;

  /**
   * @param given counts by kind, the same kinds each time
   * @returns what counts now by kind: of this sender, and of the one whose counts waited for others
   */
  add(name: string, given: readonly number[]): number[] {
    const sender = this.#senders.get(name) ?? { total: 0, counted: 0, waiting: given.map(() => 0) };
    this.#senders.set(name, sender);
    for (const [i, count] of given.entries()) sender.waiting[i] = (sender.waiting[i] ?? 0) + count;
    sender.total += sum(given);
    const before = this.#most;
    this.#rank(sender);
    const counting = before === null || before === sender ? [sender] : [sender, before];
    const released = counting.map((one) => this.#release(one));
    return given.map((_, kind) => sum(released.map((one) => one[kind] ?? 0)));
  }

  #rank(sender: Sender): void {
    if (sender === this.#most) return;
    const most = this.#most?.total ?? 0;
    this.#second = Math.max(this.#second, Math.min(most, sender.total));
    if (this.#most === null || sender.total > most) this.#most = sender;
  }

  #release(sender: Sender): number[] {
    const many = Math.min(sender.total, this.#second) - sender.counted;
    sender.counted += many;
    return draw(sender.waiting, many);
  }
}
