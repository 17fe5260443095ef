import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Finder } from './finder.svelte.ts';

/** Marks the matches. */
export function findExtension(finder: Finder): Extension {
  const plugin = new Plugin({
    key: new PluginKey('find'),
    props: {
      decorations({ doc }) {
        if (!finder.open || finder.matches.length === 0) return null;
        const inside = finder.matches.filter(({ to }) => to <= doc.content.size);
        return DecorationSet.create(
          doc,
          inside.map(({ from, to }, i) =>
            Decoration.inline(from, to, { class: i === finder.current ? 'found current' : 'found' }),
          ),
        );
      },
    },
  });
  return Extension.create({
    name: 'find',
    addProseMirrorPlugins: () => [plugin],
    onUpdate: () => finder.look(),
  });
}
