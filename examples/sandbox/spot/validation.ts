import { SpotRefusal } from "./envelope";

/** A value of a request that has to be a text with something in it. @throws SpotRefusal as the vendor words it. */
export function requiredText(value: unknown, field: string): string {
  const key = field.slice(field.lastIndexOf(".") + 1);
  if (value === undefined) throw invalid(field, `"${key}" is required`);
  if (typeof value !== "string") throw invalid(field, `"${key}" must be a string`);
  if (value === "") throw invalid(field, `"${key}" is not allowed to be empty`);
  return value;
}

/** An object in a request's body, for example `account` of `{ account: { … } }`. */
export function requiredObject(body: unknown, key: string): Record<string, unknown> {
  const value = isObject(body) ? body[key] : undefined;
  if (value === undefined) throw invalid(`body.${key}`, `"${key}" is required`);
  if (!isObject(value)) throw invalid(`body.${key}`, `"${key}" must be an object`);
  return value;
}

/** Names without a letter are refused. Source: github spotinst/openapi `schemas/createAccount.yaml`. */
export function accountName(value: unknown): string {
  const name = requiredText(value, "body.account.name");
  if (!/[a-zA-Z]/.test(name))
    throw invalid("body.account.name", '"name" must contain at least one character that is a-z or A-Z');
  return name;
}

export function roleArn(value: unknown): string {
  const arn = requiredText(value, "body.credentials.iamRole");
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) {
    throw invalid("body.credentials.iamRole", '"iamRole" must be the ARN of an IAM role');
  }
  return arn;
}

function invalid(field: string, message: string): SpotRefusal {
  return new SpotRefusal(400, "ValidationError", message, field);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
