import { fontSizeName } from '../../src-main/documents/schema/font-sizes.ts';

/** Sizes that a list offers beside those with Chinese names, in points. */
export const plainSizes: readonly number[] = [8, 9, 10, 11, 12, 14, 16, 18, 20, 22, 24, 28, 36, 48, 72];

/** As a list shows it: by name where it has one. */
export const sizeLabel = (points: number): string => fontSizeName(points) ?? String(points);
