import { z } from "zod";

/** Every field optional, and absent when it is not written: a default would replace what the fleet's grant says. */
export function withoutDefaults<Shape extends z.core.$ZodLooseShape, Grant>(
  schema: z.ZodObject<Shape> & z.ZodType<Grant>,
): z.ZodType<Partial<Grant>> {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const bare = field instanceof z.ZodDefault ? field.unwrap() : field;
    return [name, (bare as z.ZodType).optional()];
  });
  return z
    .strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>)
    .transform((set) => withoutUndefined(set) as Partial<Grant>);
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
