import { z } from 'zod';
import { LearnMode, LearnState } from './learn-run.ts';
import { method, nothing } from './method.ts';
import { RolloutMode, SlotView } from './slot.ts';

/** Learning and the slot. */
export const runMethods = {
  /** Begins a run; how it goes and ends comes as `learning` events. */
  'learn.start': method(
    z.object({ mode: LearnMode.optional(), seed: z.int().min(0).max(0xffff_ffff).optional() }),
    nothing,
  ),
  'learn.state': method(nothing, LearnState),
  'learn.pause': method(z.object({ paused: z.boolean() }), nothing),
  'learn.cancel': method(nothing, nothing),

  'slot.view': method(nothing, SlotView),
  /** A version starts its way; one under way is given up. */
  'slot.promote': method(z.object({ version: z.string(), mode: RolloutMode.optional() }), SlotView),
  /** 推进: the next phase now. */
  'slot.push': method(nothing, SlotView),
  'slot.pause': method(z.object({ paused: z.boolean() }), SlotView),
  /** 放弃 */
  'slot.abandon': method(nothing, SlotView),
  /** 立即切回 */
  'slot.rollback': method(z.object({ to: z.string().optional() }), SlotView),
  /** Back to a state of `history`. */
  'slot.restore': method(z.object({ id: z.int() }), SlotView),
} as const;
