import { least, most, nextStep } from './fit.ts';

/** The zoom, shared by all tabs of the window. */
class Zoom {
  /** The chosen factor; null for the fitting one. */
  choice = $state<number | null>(null);
  /** The factor that fits the active document's page. */
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
