export * from './documents.ts';
export * from './errors.ts';
export * from './learning.ts';
export * from './schemas.ts';
export * from './table.ts';
