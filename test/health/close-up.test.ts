import { expect, test } from 'vitest';
import { closeUp } from '../../src-main/texts/close-up.ts';

test('a Chinese name stands close to Chinese text, a Latin one keeps its space', () => {
  expect(closeUp('立即切回 基础模型', '基础模型')).toBe('立即切回基础模型');
  expect(closeUp('基础模型 正在上线', '基础模型')).toBe('基础模型正在上线');
  expect(closeUp('立即切回 v2', 'v2')).toBe('立即切回 v2');
  expect(closeUp('Back to base model', 'base model')).toBe('Back to base model');
});
