/**
 * Roving tab stop of a toolbar: one stop for Tab, arrow keys move between tools (WAI-ARIA APG, toolbar pattern).
 * Tools have `data-tool` and tabindex -1. `_state` changes when tools appear, disappear or become disabled.
 */
export function roving(bar: HTMLElement, _state: unknown) {
  // Tools without room are not in the page, so no layout is needed to tell.
  const tools = () => [...bar.querySelectorAll<HTMLButtonElement>('[data-tool]:not(:disabled)')];

  /** Sets the stop: the given tool, the former one, or the first. */
  function settle(wanted?: HTMLElement): void {
    const all = tools();
    const stop = all.find((tool) => tool === wanted) ?? all.find(({ tabIndex }) => tabIndex === 0) ?? all[0];
    for (const tool of bar.querySelectorAll<HTMLElement>('[data-tool]'))
      tool.tabIndex = tool === stop ? 0 : -1;
  }

  function onKey(event: KeyboardEvent): void {
    const all = tools();
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const end = { Home: 0, End: all.length - 1 }[event.key];
    const next = end ?? (step === undefined ? null : (at + step + all.length) % all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  }

  const onFocus = (event: FocusEvent) => settle(event.target as HTMLElement);
  bar.addEventListener('keydown', onKey);
  bar.addEventListener('focusin', onFocus);
  settle();
  return {
    update: () => settle(),
    destroy() {
      bar.removeEventListener('keydown', onKey);
      bar.removeEventListener('focusin', onFocus);
    },
  };
}
