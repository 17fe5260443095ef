/**
 * One stop for Tab in a toolbar; arrow keys go from tool to tool (WAI-ARIA APG, toolbar pattern). Tools carry
 * `data-tool` and are out of the tab order by themselves. `_state` changes when tools come, go or cannot be used.
 */
export function roving(bar: HTMLElement, _state: unknown) {
  // Tools without room are not in the page at all: nothing has to be laid out to tell.
  const tools = () => [...bar.querySelectorAll<HTMLButtonElement>('[data-tool]:not(:disabled)')];

  /** Makes one tool the stop: the one given, the one that was, or the first. */
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
