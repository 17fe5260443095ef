import { trustedHtml } from '../ui/trusted-html.ts';

/** The user's guide, built into the interface: pages in the order of their file names. */

interface GuideModule {
  readonly title: string;
  readonly html: string;
}

export interface GuidePage extends GuideModule {
  /** The file's name without its extension. */
  readonly id: string;
}

const modules = import.meta.glob<GuideModule>('../../resources/docs/guide/*.md', { eager: true });

export const guidePages: readonly GuidePage[] = Object.entries(modules)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([path, { title, html }]) => ({ id: path.replace(/^.*\/|\.md$/g, ''), title, html }));

/** Takes the pages of the build alone. */
const trusted = trustedHtml('bumo-guide', (html) => {
  if (!guidePages.some((page) => page.html === html)) throw new TypeError('not a page of the guide');
});

/** A page's markup, as the browser takes it. */
export const markupOf = ({ html }: GuidePage): string => trusted(html);
