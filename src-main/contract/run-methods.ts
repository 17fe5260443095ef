import { z } from 'zod';
import { LearnMode, LearnState } from './learn-run.ts';
import { method, nothing } from './method.ts';
import { RolloutMode, SlotView } from './slot.ts';

/** Methods of learning and the slot. */
export const runMethods = {
  /** Begins a run; `learning` events report its progress and end. */
  'learn.start': method(
    z.object({ mode: LearnMode.optional(), seed: z.int().min(0).max(0xffff_ffff).optional() }),
    nothing,
  ),
  'learn.state': method(nothing, LearnState),
  'learn.pause': method(z.object({ paused: z.boolean() }), nothing),
  'learn.cancel': method(nothing, nothing),

  'slot.view': method(nothing, SlotView),
  /** Starts the rollout of a version, and abandons a rollout under way. */
  'slot.promote': method(z.object({ version: z.string(), mode: RolloutMode.optional() }), SlotView),
  /** 推进: starts the next phase of the rollout. */
  'slot.push': method(nothing, SlotView),
  'slot.pause': method(z.object({ paused: z.boolean() }), SlotView),
  /** 放弃 */
  'slot.abandon': method(nothing, SlotView),
  /** 立即切回 */
  'slot.rollback': method(z.object({ to: z.string().optional() }), SlotView),
  /** Restores a state of `history`. */
  'slot.restore': method(z.object({ id: z.int() }), SlotView),
} as const;
