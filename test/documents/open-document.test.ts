import { describe, expect, test, vi } from 'vitest';
import { arrived, contentOf, documentsWorld, holdTime } from './documents-world.ts';

holdTime();

describe('an open document', () => {
  test('saves what was typed, and counts it after a pause', async () => {
    const one = documentsWorld();
    const { open, editor } = await one.edit('main', '一_');
    expect([open?.words, open?.places.gaps, open?.written, open?.beginning]).toEqual([1, 1, true, '一']);
    editor.type('二', 1);
    await vi.advanceTimersByTimeAsync(100);
    editor.type('三', 1);
    await vi.advanceTimersByTimeAsync(149);
    expect([open?.words, open?.beginning]).toEqual([1, '三二一']);
    await vi.advanceTimersByTimeAsync(1);
    expect(open?.words).toBe(3);
    expect(open?.calm).toBe(open?.revision);
    await vi.advanceTimersByTimeAsync(400);
    await arrived();
    expect(one.drafts.get('main')?.content).toBe(JSON.stringify(editor.getJSON()));
    expect(one.app.saveState).toBe('saved');
  });

  test('that a caret alone moves in is neither saved nor counted anew', async () => {
    const one = documentsWorld();
    const { open, editor } = await one.edit('main', '一二');
    const before = one.calls('drafts.put').length;
    editor.select(2);
    expect(open?.revision).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    await arrived();
    expect([open?.calm, one.calls('drafts.put').length]).toEqual([0, before]);
  });

  test('does not save what another window did as its own', async () => {
    const one = documentsWorld();
    const { open, editor } = await one.edit('main', '一');
    const before = one.calls('drafts.put').length;
    editor.dispatch(editor.state.tr.insertText('二', 1).setMeta('others', true));
    await vi.advanceTimersByTimeAsync(1000);
    await arrived();
    expect([open?.words, one.calls('drafts.put').length]).toEqual([2, before]);
  });

  test('that a file took the place of has neither the list nor the words of the old one', async () => {
    const one = documentsWorld({
      'documents.read': ({ format }) => ({
        format,
        content: contentOf('文件的字'),
        source: '0'.repeat(64),
        sheet: null,
        form: null,
        candidates: null,
        readOnly: null,
        summary: { blocks: 1, characters: 1, gaps: 0, blanks: 0, atoms: {} },
        losses: [],
      }),
    });
    const { open, editor } = await one.edit('main', '');
    if (!open) throw new Error('it is open');
    const forget = vi.spyOn(open.suggestions, 'forget');
    const hide = vi.spyOn(open.ghosts, 'hide');
    open.files.take({ file: new File(['x'], '甲.txt') });
    await arrived();
    await arrived();
    expect(editor.text).toBe('文件的字');
    expect([forget.mock.calls.length, hide.mock.calls.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(1000);
    await arrived();
    expect(open.words).toBe(4);
    expect(one.drafts.get('main')?.content).toBe(JSON.stringify(editor.getJSON()));
    expect(open.files.inFile).toBe(true);
    editor.type('又', 1);
    expect(open.files.inFile).toBe(false);
  });

  test('that is closed writes what is not saved, and then no more', async () => {
    const one = documentsWorld();
    const { open, editor } = await one.edit('main', '一');
    editor.type('二', 1);
    open?.close();
    expect([editor.isDestroyed, open?.editor]).toEqual([true, null]);
    open?.flush();
    await vi.advanceTimersByTimeAsync(2000);
    expect(one.calls('drafts.put').map(({ content }) => content)).toEqual([contentOf('二一')]);
  });
});
