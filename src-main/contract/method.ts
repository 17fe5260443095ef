import { z } from 'zod';

export const nothing = z.object({});

export const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
