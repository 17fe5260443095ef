import type { Editor } from '@tiptap/core';
import { chainInText } from '../ui/chain-in-text.ts';

const mostBytes = 10_000_000;

/** What keeps a picture out, as a sentence for the writer. */
const refusal = (zh: string, en: string) => Object.assign(new Error(en), { text: { zh, en } });

/** The picture as an address that holds it, so that it goes into the document and its file. */
export const asAddress = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(refusal('图片读不出来。', 'The picture cannot be read.'));
    reader.readAsDataURL(file);
  });

/** Whether documents take a picture of this type. */
export const isPicture = ({ type }: File): boolean => /^image\/(?:png|jpeg|gif)$/.test(type);

/** Puts a picture at the caret. @throws with a sentence where it is no picture of ours, or too large */
export async function insertImage(editor: Editor, file: File): Promise<void> {
  if (!isPicture(file))
    throw refusal('只能插入 PNG、JPEG 和 GIF 图片。', 'Only PNG, JPEG and GIF pictures can be inserted.');
  if (file.size > mostBytes)
    throw refusal('图片超过 10 MB，没有插入。', 'The picture is larger than 10 MB and was not inserted.');
  const src = await asAddress(file);
  chainInText(editor).setImage({ src, alt: file.name }).run();
}
