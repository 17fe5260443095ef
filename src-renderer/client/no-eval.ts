import { config } from 'zod';

/**
 * Schemas are checked without code made at run time, which the page's policy refuses. Zod would try as soon as the first
 * schema is made, so that this module is imported before any other.
 */
config({ jitless: true });
