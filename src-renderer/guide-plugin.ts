import { fileURLToPath } from 'node:url';
import { Marked, type Token, type Tokens } from 'marked';
import type { Plugin } from 'vite';

/** Turns the pages of the user's guide into modules at build time, so that the interface needs no Markdown parser. */

const folder = fileURLToPath(new URL('../resources/docs/guide/', import.meta.url)).replaceAll('\\', '/');

/** In the HTML, the place of the nth picture's address, which is known once the picture is in the build. */
const placeOf = (n: number) => `{picture ${n}}`;

const isHeading = (token: Token | undefined): token is Tokens.Heading => token?.type === 'heading';

function readerOf(pictures: string[]): Marked {
  return new Marked({
    renderer: {
      // The panel has the second level, the page's title the third.
      heading({ tokens, depth }) {
        return `<h${depth + 2}>${this.parser.parseInline(tokens)}</h${depth + 2}>\n`;
      },
      image({ href, text }) {
        pictures.push(href);
        return `<img src="${placeOf(pictures.length - 1)}" alt="${text}">`;
      },
      link({ href, tokens }) {
        const page = /^([\w-]+)\.md$/.exec(href)?.[1];
        if (!page) throw new Error(`the guide links to its own pages alone, not to ${href}`);
        return `<a href="#${page}" data-page="${page}">${this.parser.parseInline(tokens)}</a>`;
      },
      html({ text }) {
        throw new Error(`the guide holds no HTML: ${text}`);
      },
    },
  });
}

export interface GuideParts {
  readonly title: string;
  /** Addresses of pictures as the page gives them. */
  readonly pictures: readonly string[];
  /** The page without its title. */
  readonly html: string;
}

/** @throws where the page has no title, holds HTML, or links outside the guide */
export function readGuidePage(markdown: string): GuideParts {
  const pictures: string[] = [];
  const reader = readerOf(pictures);
  const [first, ...rest] = reader.lexer(markdown);
  if (!isHeading(first) || first.depth !== 1) throw new Error('a page of the guide begins with its title');
  return { title: first.text, html: reader.parser(rest), pictures };
}

/** @returns the source of a module that exports `title` and `html` */
export function guideModule(markdown: string): string {
  const { title, html, pictures } = readGuidePage(markdown);
  const imports = pictures.map((path, n) => `import picture${n} from ${JSON.stringify(`./${path}?url`)};`);
  const filled = pictures.reduce(
    (code, _, n) => code.replace(placeOf(n), `" + picture${n} + "`),
    JSON.stringify(html),
  );
  return [
    ...imports,
    `export const title = ${JSON.stringify(title)};`,
    `export const html = ${filled};`,
  ].join('\n');
}

export const guide = (): Plugin => ({
  name: 'guide',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(folder) || !id.endsWith('.md')) return null;
    return { code: guideModule(code), map: null, moduleType: 'js' };
  },
});
