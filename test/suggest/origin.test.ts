import { expect, test } from 'vitest';
import type { CompletionOrigin } from '../../src-main/contract/index.ts';
import { isPhrase, sourceOf } from '../../src-renderer/suggest/origin.ts';

const from = (kind: CompletionOrigin['kind'], documents = 0, titles: string[] = []) => ({
  word: '通知如下',
  probability: 0.5,
  origin: { kind, documents, titles },
});

test('a writer is told the documents that a phrase comes from, or what else it comes from', () => {
  expect(sourceOf(from('own-documents', 14, ['年终总结的通知', '请示']))).toBe(
    '来自《年终总结的通知》等 14 份文件',
  );
  expect(sourceOf(from('own-documents', 1, ['请示']))).toBe('来自《请示》');
  expect(sourceOf(from('own-documents'))).toBe('来自您的文档');
  expect(sourceOf(from('this-document'))).toBe('来自本文');
  expect(sourceOf(from('phrasebook'))).toBe('来自常用语');
  expect(sourceOf(from('phrasebook', 0, ['通知']))).toBe('来自组织的常用语（通知）');
  expect(sourceOf(from('glossary'))).toBe('来自术语表');
  expect(sourceOf(from('model'))).toBeNull();
  expect(sourceOf({ word: '天', probability: 0.5 })).toBeNull();
});

test('words of the model, the glossary and corrections are no phrases', () => {
  const kinds = ['this-document', 'own-documents', 'phrasebook', 'glossary', 'correction', 'model'] as const;
  expect(kinds.filter((kind) => isPhrase(from(kind)))).toEqual([
    'this-document',
    'own-documents',
    'phrasebook',
  ]);
  expect(isPhrase({ word: '天', probability: 0.5 })).toBe(false);
});
