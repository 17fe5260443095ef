import { fontSizeName } from '../../src-main/documents/schema/font-sizes.ts';

/** Sizes in points that the list offers besides those with Chinese names. */
export const plainSizes: readonly number[] = [8, 9, 10, 11, 12, 14, 16, 18, 20, 22, 24, 28, 36, 48, 72];

/** The size's name, or its points. */
export const sizeLabel = (points: number): string => fontSizeName(points) ?? String(points);
