import { type Bert, createBert } from '../../src-main/fillmask/bert/model.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { type Contestant, timed } from './peers.ts';

/** From text to the five best tokens of each gap. */
export function answerer(checkpoint: Checkpoint, bert: Bert) {
  const tokenizer = createTokenizer(checkpoint);
  const { cls, sep, mask } = tokenizer.special;
  const rowOf = (text: string) => {
    const at = text.indexOf('[MASK]');
    const left = tokenizer.encode(text, 0, at).map(({ id }) => id);
    const right = tokenizer.encode(text, at + '[MASK]'.length).map(({ id }) => id);
    return { ids: [cls, ...left, mask, ...right, sep], masked: [left.length + 1] };
  };
  return async (texts: readonly string[]) => {
    const all = await bert.logits(texts.map(rowOf));
    return all.map((logits) => {
      const most = logits.reduce((a, b) => Math.max(a, b));
      const sum = logits.reduce((total, one) => total + Math.exp(one - most), 0);
      const best: number[] = [];
      for (const [id, logit] of logits.entries()) {
        if (best.length === 5 && logit <= (logits[best[4] ?? 0] ?? 0)) continue;
        best.push(id);
        best.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
        best.length = Math.min(best.length, 5);
      }
      return { logits, best: best.map((id) => ({ id, p: Math.exp((logits[id] ?? 0) - most) / sum })) };
    });
  };
}

export interface BumoOptions {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly prepack?: boolean;
}

export async function bumo({ name, checkpoint, prepack = false }: BumoOptions): Promise<Contestant> {
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', prepack });
  const answer = answerer(checkpoint, bert);
  return { name, time: (texts) => timed(() => answer(texts)), close: () => bert.release() };
}
