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
