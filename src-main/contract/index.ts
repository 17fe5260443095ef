export * from './documents.ts';
export * from './errors.ts';
export * from './exam.ts';
export * from './learning.ts';
export * from './rollouts.ts';
export * from './schemas.ts';
export * from './table.ts';
export * from './versions.ts';
