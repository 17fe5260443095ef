import { firstCharacters } from '../ui/first-characters.ts';

interface Content {
  readonly text?: unknown;
  readonly content?: readonly Content[];
}

const textOf = ({ text, content = [] }: Content): string =>
  typeof text === 'string' ? text : content.map(textOf).join('');

const longest = 20;

/** The first words of a document that is stored as JSON; empty where it has none. */
export function titleOf(content: string): string {
  try {
    const { content: blocks = [] } = JSON.parse(content) as Content;
    const first = blocks.map(textOf).find((text) => text.trim() !== '') ?? '';
    return firstCharacters(first.trim(), longest);
  } catch {
    return '';
  }
}
