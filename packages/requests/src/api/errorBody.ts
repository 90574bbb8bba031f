import { z } from 'zod';
import { sentence } from '../schema/fields.ts';

/** What every answer that is not a success carries. */
export const errorBodySchema = z.strictObject({
  error: z.strictObject({
    /** Kebab-case, for programs. */
    code: z.string().regex(/^[a-z0-9-]{1,64}$/),
    /** One sentence, for people. */
    message: sentence(),
    hint: sentence().exactOptional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
