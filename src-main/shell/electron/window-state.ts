import { readFileSync, writeFileSync } from 'node:fs';

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
/** So much of a window must lie on some screen for it to be found and moved. */
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

/** Where the window was when it was last closed; in the middle where that place is gone with its screen. */
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
    writeFileSync(file, JSON.stringify(state));
  } catch {
    // A window that opens in its usual place next time is not worth a message.
  }
}
