import type { Page } from '@playwright/test';

/** What of a page scrolls that should not, in words; run with scroll bars that take room. */
export const scrollFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const root = document.scrollingElement ?? document.documentElement;
    if (root.scrollHeight > root.clientHeight || root.clientHeight < window.innerHeight)
      faults.push(`the page is ${root.scrollHeight} high in ${root.clientHeight}`);
    if (root.scrollWidth > root.clientWidth || root.clientWidth < window.innerWidth)
      faults.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    const bars = (style: CSSStyleDeclaration, axis: 'overflowX' | 'overflowY') =>
      /auto|scroll/.test(style[axis]) && style.scrollbarWidth !== 'none';
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      const name = `${element.localName}.${element.className}`;
      if (bars(style, 'overflowX') && scrollWidth > clientWidth) faults.push(`${name} has a horizontal bar`);
      const mayScroll = element.matches('main > .sheet, [data-scrolls]');
      if (bars(style, 'overflowY') && scrollHeight > clientHeight && !mayScroll)
        faults.push(`${name} has a vertical bar`);
    }
    for (const element of document.querySelectorAll('.sheet[hidden] *'))
      if (element.checkVisibility({ visibilityProperty: true }))
        faults.push(`a hidden tab shows ${element.className}`);
    for (const group of document.querySelectorAll<HTMLElement>('footer .group'))
      if (group.scrollWidth > group.clientWidth) faults.push('words of the status bar lie on others');
    return faults;
  });

/** Whether an element shows whole where it is scrolled. */
export const shownWhole = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const around = element.parentElement?.getBoundingClientRect() ?? box;
    return box.left >= around.left - 1 && box.right <= around.right + 1;
  });

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The boxes of the lines of text that show, a line of a paragraph each. */
export const textLines = (page: Page): Promise<Rectangle[]> =>
  page.locator('.sheet:not([hidden]) .writing').evaluate((writing) => {
    const range = document.createRange();
    range.selectNodeContents(writing);
    return [...range.getClientRects()]
      .filter(({ width, height }) => width > 2 && height < 60)
      .map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
  });

/** Two frames: what was decided before the first is on the screen after the second. */
export const whenDrawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Waits until what a CSS selector finds has had one box for six frames. */
export const whenStill = (page: Page, selector: string): Promise<void> =>
  page.evaluate(
    (css) =>
      new Promise<void>((resolve) => {
        const read = () => JSON.stringify(document.querySelector(css)?.getBoundingClientRect() ?? null);
        let last = read();
        let same = 0;
        const look = () => {
          const now = read();
          same = now === last && now !== 'null' ? same + 1 : 0;
          last = now;
          if (same === 6) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    selector,
  );

export const boxOf = (page: Page, selector: string): Promise<Rectangle> =>
  page.locator(selector).evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  });

/** Those of the boxes that a rectangle covers by more than a pixel. */
export const covered = (by: Rectangle, boxes: readonly Rectangle[]): Rectangle[] =>
  boxes.filter(
    (box) =>
      by.left < box.right - 1 &&
      by.right > box.left + 1 &&
      by.top < box.bottom - 1 &&
      by.bottom > box.top + 1,
  );
