/** Users as the contract describes them. */
import { isJsonObject, type Json, JsonNumber, parseJson, type Reply } from '#kit';

export type NewUser = { name: string; email: string };
/** The id keeps its digits: ids above 2^53 are fine, and a JavaScript number would round them. */
export type User = NewUser & { id: string };

let count = 0;

/** A user nobody can have guessed. */
export function someone(name = 'Ada'): NewUser {
  count += 1;
  const mark = `${count}-${Math.random().toString(36).slice(2, 8)}`;
  return { name: `${name} ${mark}`, email: `user-${mark}@example.com` };
}

const positive = /^[1-9]\d*$/;

/** Undefined when it is not a user. Further members do no harm. */
export function userOf(document: Json | undefined): User | undefined {
  if (!isJsonObject(document)) return undefined;
  const { id, name, email } = document;
  if (!(id instanceof JsonNumber) || !positive.test(id.text)) return undefined;
  if (typeof name !== 'string' || typeof email !== 'string') return undefined;
  return { id: id.text, name, email };
}

/** The id of the user that a POST created, by whatever sign the answer gives of it. */
export function idOf(reply: Reply): string | undefined {
  if (reply.outcome !== 'answered' || reply.status < 200 || reply.status > 299) return undefined;
  const document = parseJson(reply.body);
  const inBody = isJsonObject(document) && document.id instanceof JsonNumber ? document.id.text : undefined;
  const id = inBody ?? /\/api\/users\/(\d+)$/.exec(reply.header('location'))?.[1];
  return id !== undefined && positive.test(id) ? id : undefined;
}
