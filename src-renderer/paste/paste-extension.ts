import { type Editor, Extension } from '@tiptap/core';
import {
  DOMParser as ContentParser,
  DOMSerializer,
  type Fragment,
  type ParseOptions,
} from '@tiptap/pm/model';
import { Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import type { Formatting } from '../format/actions.ts';
import { asAddress, insertImage, isPicture } from '../format/insert-image.ts';
import { holdPictures, type PictureOfFile, sourceOfPictures } from './own-pictures.ts';
import { placePasted } from './place.ts';
import { plainSlice } from './plain-text.ts';
import { absentPictures, type Beside, cleanMark, ownMark, readPasted } from './read-html.ts';
import { isMarkdown, withinAbilities } from './within.ts';

/** What is pasted or dropped keeps its look: HTML is read as data, pictures are taken out of the clipboard. */

export interface PasteOptions {
  readonly formatting: () => Formatting;
  readonly pictureOfFile: PictureOfFile;
  /** Pictures were left out. */
  readonly onLost: (count: number) => void;
  /** Runs what may fail with a sentence for the writer. */
  readonly attempt: (run: () => Promise<unknown>) => void;
}

/** Says on the clipboard that Bumo wrote it. Other programs know neither the colours of a theme nor `light-dark()`. */
class OwnSerializer extends DOMSerializer {
  readonly #source: () => string;

  constructor({ nodes, marks }: DOMSerializer, source: () => string) {
    super(nodes, marks);
    this.#source = source;
  }

  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const dom = super.serializeFragment(fragment, options, target);
    if (!target) for (const child of dom.children) child.setAttribute(ownMark, this.#source());
    return dom;
  }
}

/**
 * Spaces and tabs of cleaned HTML are those of the text. What an editor copied has a break at a paragraph's end where
 * the text has one, and no others: ProseMirror would leave it out, as it does with those of web pages.
 */
class CleanParser extends ContentParser {
  override parseSlice(dom: globalThis.Node, options: ParseOptions = {}) {
    const holds = (mark: string) => dom instanceof Element && dom.querySelector(`[${mark}]`) !== null;
    return super.parseSlice(dom, {
      ...options,
      ...(holds(cleanMark) ? { preserveWhitespace: 'full' } : {}),
      ...(holds(ownMark) || holds('data-pm-slice') ? { ruleFromNode: () => null } : {}),
    });
  }
}

const nothingBeside: Beside = { rtf: () => '', pictures: [] };

const filesOf = (data: DataTransfer): File[] => [...data.files].filter(isPicture);

function pastePlugin(editor: Editor, { formatting, onLost, attempt, pictureOfFile }: PasteOptions): Plugin {
  let beside = nothingBeside;
  const source = () => editor.state.doc.attrs.source as string | null;

  const look = (data: DataTransfer | null, pictures: readonly string[] = []) => {
    beside = data ? { rtf: () => data.getData('text/rtf'), pictures } : nothingBeside;
  };

  /** Files can only be read later: the paste waits for them. */
  const pasteWith = (view: EditorView, html: string, files: readonly File[]) =>
    attempt(async () => {
      const pictures = await Promise.all(files.map(asAddress));
      if (view.isDestroyed) return;
      beside = { rtf: () => '', pictures };
      view.pasteHTML(html);
    });

  const pasteHolding = (view: EditorView, html: string, from: string) =>
    attempt(async () => {
      let lost = 0;
      const held = await holdPictures(html, from, pictureOfFile, () => lost++);
      if (view.isDestroyed) return;
      view.pasteHTML(held);
      if (lost > 0) onLost(lost);
    });

  const paste = (view: EditorView, event: ClipboardEvent): boolean => {
    const { clipboardData: data } = event;
    look(data);
    const files = data ? filesOf(data) : [];
    if (!data || !view.editable) return false;
    const html = data.getData('text/html');
    const [first] = files;
    const from = sourceOfPictures(html, source());
    if (from !== null) pasteHolding(view, html, from);
    else if (files.length === 0) return false;
    else if (html === '' && data.getData('text/plain') === '' && first)
      attempt(() => insertImage(editor, first));
    else if (html !== '' && absentPictures(html) === files.length) pasteWith(view, html, files);
    else return false;
    event.preventDefault();
    return true;
  };

  /** Pictures of another document's file are read before what was dropped is put in. */
  const drop = (view: EditorView, event: DragEvent): boolean => {
    const { dataTransfer: data } = event;
    look(data);
    const html = data?.getData('text/html') ?? '';
    const from = sourceOfPictures(html, source());
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (from === null || !view.editable || !place) return false;
    const { doc, tr } = view.state;
    view.dispatch(tr.setSelection(Selection.near(doc.resolve(place.pos))));
    view.focus();
    pasteHolding(view, html, from);
    event.preventDefault();
    return true;
  };

  const serializer = new OwnSerializer(DOMSerializer.fromSchema(documentSchema()), () => source() ?? '');
  const parser = new CleanParser(editor.schema, ContentParser.fromSchema(editor.schema).rules);
  return new Plugin({
    key: new PluginKey('paste'),
    props: {
      handleDOMEvents: {
        paste,
        drop,
      },
      transformPastedHTML(html) {
        let lost = 0;
        const clean = readPasted(html, beside, formatting().sheet !== null, () => lost++);
        beside = nothingBeside;
        if (lost > 0) onLost(lost);
        return clean;
      },
      clipboardTextParser: (text, $context) => plainSlice(text, $context, !isMarkdown(formatting().can)),
      transformPasted(slice) {
        let lost = 0;
        const fitting = withinAbilities(slice, formatting().can, () => lost++);
        if (lost > 0) onLost(lost);
        return fitting;
      },
      clipboardParser: parser,
      clipboardSerializer: serializer,
      handlePaste(view, _event, slice) {
        if (slice.size === 0) return false;
        const { sheet, can } = formatting();
        const tr = placePasted(view.state, slice).scrollIntoView().setMeta('paste', true);
        // `**` is shorthand where it would be if it were typed.
        view.dispatch(sheet === null && can.emphasis ? tr.setMeta('uiEvent', 'paste') : tr);
        return true;
      },
    },
  });
}

export const pasteExtension = (options: PasteOptions): Extension =>
  Extension.create({
    name: 'paste',
    // Behind what handles a paste of its own: a link put on selected words.
    priority: 50,
    addProseMirrorPlugins() {
      return [pastePlugin(this.editor, options)];
    },
  });
