import { isObject } from "../json/plainJson.js";

/**
 * A copy of a schema in which the discriminators are such as ajv takes, so that only the member of a union
 * that the tag chooses is checked and named. pydantic adds a `mapping`, which ajv refuses and which says
 * nothing that the tags do not; where a member may leave its tag out, the union is left to `oneOf` alone.
 */
export function withDiscriminators(schema: unknown, definitions: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withDiscriminators(item, definitions));
  if (!isObject(schema)) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, withDiscriminators(value, definitions)]),
  );
  const { discriminator, oneOf } = schema;
  if (!isObject(discriminator) || !Array.isArray(oneOf)) return copy;
  const { propertyName } = discriminator;
  if (
    requires(schema, propertyName) ||
    oneOf.every((member) => requires(resolved(member, definitions), propertyName))
  ) {
    copy.discriminator = { propertyName };
  } else {
    delete copy.discriminator;
  }
  return copy;
}

function requires(member: unknown, name: unknown): boolean {
  return isObject(member) && Array.isArray(member.required) && member.required.includes(name);
}

function resolved(member: unknown, definitions: unknown): unknown {
  if (!isObject(member) || typeof member.$ref !== "string" || !isObject(definitions)) return member;
  return definitions[member.$ref.replace("#/$defs/", "")];
}
