/** Where a panel is shown: in a column next to the text, or in a dialog over the page. Pure. */

export type PanelName = 'models' | 'records' | 'health' | 'settings' | 'help';
export const panelNames: readonly PanelName[] = ['models', 'records', 'health', 'settings', 'help'];

/** CSS pixels of a window that has room for a column next to the text. */
export const besideFrom = 1200;
/** Narrowest that a panel, and the text next to it, can be used. */
const leastPanel = 320;
const leastText = 560;

export interface SidePanel {
  /** Width of the window, CSS pixels. */
  readonly window: number;
  /** The panel on the screen. */
  readonly open: PanelName | null;
  /** The panel that a window grown too narrow put away; it is shown again once there is room. */
  readonly away: PanelName | null;
  /** The column's width as the writer chose it, CSS pixels; null for each panel's own. */
  readonly width: number | null;
}

export type SidePanelEvent =
  | { readonly type: 'window'; readonly width: number }
  | { readonly type: 'show'; readonly panel: PanelName | null }
  | { readonly type: 'toggle'; readonly panel: PanelName }
  /** Null for each panel's own width. */
  | { readonly type: 'width'; readonly width: number | null };

export const isBeside = ({ window }: SidePanel): boolean => window >= besideFrom;

export function updateSidePanel(state: SidePanel, event: SidePanelEvent): SidePanel {
  switch (event.type) {
    case 'window':
      return resized(state, event.width);
    case 'show':
      return { ...state, open: event.panel, away: null };
    case 'toggle': {
      const closes = isBeside(state) && state.open === event.panel;
      return { ...state, open: closes ? null : event.panel, away: null };
    }
    case 'width':
      return { ...state, width: event.width === null ? null : widthWithin(event.width, state.window) };
  }
}

/** A column never turns into a dialog by itself: it would cover what is being written. */
function resized(state: SidePanel, width: number): SidePanel {
  const before = isBeside(state);
  const next = { ...state, window: width };
  if (before === isBeside(next)) return next;
  if (before) return { ...next, open: null, away: state.open };
  return { ...next, open: state.open ?? state.away, away: null };
}

export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** How narrow and how wide the column may be. */
export const limitsIn = (window: number): Limits => ({
  least: leastPanel,
  most: Math.max(leastPanel, window - leastText),
});

const widthWithin = (width: number, window: number): number => {
  const { least, most } = limitsIn(window);
  return Math.round(Math.min(most, Math.max(least, width)));
};

/** The column's width in this window. @param own what the panel takes where the writer chose none */
export const widthOf = ({ width, window }: SidePanel, own: number): number =>
  widthWithin(width ?? own, window);

/** CSS pixels by which a key moves the edge. */
const step = 16;

/** The width after a key on the column's edge, which is on its left; null for other keys. */
export function widthByKey(key: string, width: number, { least, most }: Limits): number | null {
  const wanted = { ArrowLeft: width + step, ArrowRight: width - step, Home: least, End: most }[key];
  return wanted === undefined ? null : Math.min(most, Math.max(least, wanted));
}

type Store = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;
const storeKey = 'bumo.panel';

const isPanel = (value: unknown): value is PanelName => panelNames.some((name) => name === value);
const isWidth = (value: unknown): value is number => typeof value === 'number' && value >= leastPanel;

/** The column as a window last left it. A storage that cannot be read has none. */
export function readSidePanel(store: Store, window: number): SidePanel {
  let kept: { readonly open?: unknown; readonly width?: unknown } | null = null;
  try {
    kept = JSON.parse(store.getItem(storeKey) ?? 'null');
  } catch {
    // Not ours, or no storage: as if nothing had been stored.
  }
  const open = isPanel(kept?.open) ? kept.open : null;
  const width = isWidth(kept?.width) ? kept.width : null;
  const beside = window >= besideFrom;
  return { window, open: beside ? open : null, away: beside ? null : open, width };
}

/** A dialog is not stored: the next window does not begin with one. */
export function storeSidePanel(store: Store, state: SidePanel): void {
  const open = isBeside(state) ? state.open : state.away;
  try {
    if (open === null && state.width === null) store.removeItem(storeKey);
    else store.setItem(storeKey, JSON.stringify({ open, width: state.width }));
  } catch {
    // Without a storage the next window begins without a panel.
  }
}
