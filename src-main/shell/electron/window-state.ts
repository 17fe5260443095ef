import { readFileSync, writeFileSync } from 'node:fs';
import { ownerOnlyFile } from '../../base/owner-only.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
  readonly maximized: boolean;
}

const initial: WindowState = { bounds: { width: 1200, height: 820 }, maximized: false };
/** Pixels of a window that must lie on a screen, so that the writer can find and move it. */
const visible = 100;

function parse(text: string): WindowState | null {
  const raw = JSON.parse(text) as { bounds?: Record<string, unknown>; maximized?: unknown };
  const { x, y, width, height } = raw.bounds ?? {};
  const all = [x, y, width, height];
  if (!all.every((value) => typeof value === 'number' && Number.isInteger(value))) return null;
  return { bounds: { x, y, width, height } as Rectangle, maximized: raw.maximized === true };
}

const overlap = (a: number, aSize: number, b: number, bSize: number) =>
  Math.min(a + aSize, b + bSize) - Math.max(a, b);

function isReachable(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some(
    (screen) =>
      overlap(bounds.x, bounds.width, screen.x, screen.width) >= visible &&
      overlap(bounds.y, bounds.height, screen.y, screen.height) >= visible,
  );
}

/** The window's bounds when it was last closed; centred if they no longer lie on a screen. */
export function loadWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  try {
    const state = parse(readFileSync(file, 'utf8'));
    if (!state) return initial;
    if (isReachable(state.bounds as Rectangle, screens)) return state;
    const { width, height } = state.bounds;
    return { bounds: { width, height }, maximized: state.maximized };
  } catch {
    return initial;
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: ownerOnlyFile });
  } catch {
    // A failed write only loses the window's bounds, so the writer is not notified.
  }
}
