/** Which line wrote an answer: the one that holds the longest text of it. */
import { inText, isJsonObject, type Json, type Location, parseJson, type Source } from '#kit';

/** "ok" and the like stand in many places. */
const shortest = 8;
const literal = /"((?:\\.|[^"\\])*)"|`([^`]*)`/g;

export function writerOf(body: string, source: Source): Location | undefined {
  const texts = textsIn(parseJson(body) ?? body);
  const candidates = source.all(inText(/["`]/)).flatMap((at) =>
    [...source.line(at).matchAll(literal)].map(([, quoted, raw]) => ({
      at,
      said: quoted === undefined ? (raw ?? '') : unquoted(quoted),
    })),
  );
  const matching = candidates
    .map(({ at, said }) => ({ at, length: matched(said, texts) }))
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length);
  return matching[0]?.at;
}

function textsIn(document: Json): string[] {
  if (typeof document === 'string') return [document];
  return isJsonObject(document) ? Object.values(document).filter((one) => typeof one === 'string') : [];
}

/** How many letters of the literal stand in the answer; a verb of fmt stands for anything. */
function matched(said: string, texts: readonly string[]): number {
  const parts = said.split(/%[-+# 0-9.]*[a-zA-Z]/);
  const pattern = new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*'));
  return texts.some((text) => pattern.test(text)) ? parts.join('').trim().length : 0;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
