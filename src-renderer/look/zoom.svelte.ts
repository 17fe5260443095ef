import { least, most, nextStep } from './fit.ts';

/** How large documents are shown: the same in every tab of the window. */
class Zoom {
  /** The factor that the writer chose; null for what fits the window. */
  choice = $state<number | null>(null);
  /** What fits the document in front, as its page tells. */
  fit = $state(1);

  get factor(): number {
    return this.choice ?? this.fit;
  }

  step(by: 1 | -1): void {
    this.choice = nextStep(this.factor, by);
  }

  set(percent: number): void {
    if (Number.isFinite(percent)) this.choice = Math.min(most, Math.max(least, percent / 100));
  }
}

export const zoom = new Zoom();
