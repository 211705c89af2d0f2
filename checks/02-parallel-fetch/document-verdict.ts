/** Is a document in the dashboard what its upstream sent, and if not, what became of it? */
import { type Evidence, type Files, fail, type Json, parseJson, sameJson } from '#kit';
import { digitsOnly, firstDifference } from './difference.ts';
import { type Name, otherThan } from './fakes.ts';
import { decodes, encodes, handlerRoute, where } from './places.ts';

export type Sent = Record<Name, string>;

/** A document that came out changed was decoded somewhere; one that is missing, a text, or the other's was put in wrongly. */
export function placeOf(files: Files, name: Name, got: Json | undefined, sent: Sent): Evidence | undefined {
  const changed = got !== undefined && typeof got !== 'string' && !sameJson(got, parseJson(sent[otherThan(name)]));
  return changed ? where(files, decodes, encodes, handlerRoute) : where(files, encodes, handlerRoute);
}

export function judgeDocument(
  name: Name,
  body: { [key: string]: Json },
  sent: Sent,
  evidence: (Evidence | undefined)[],
): void {
  const wanted = parseJson(sent[name]);
  const got = body[name];
  if (sameJson(got, wanted)) return;
  const { summary, hint } = diagnose(name, got, sent);
  const difference = got === undefined ? undefined : firstDifference(wanted, got, name);
  fail({
    summary,
    expected: difference ? `${difference.path}: ${difference.wanted}` : `"${name}": the document that ${name} sent`,
    actual: difference ? `${difference.path}: ${difference.got}` : `no member "${name}"`,
    hint,
    evidence,
  });
}

const keepText =
  'Keep the document as the text that came: declare it as json.RawMessage, check it with json.Valid, and encoding/json embeds it untouched.';

function diagnose(name: Name, got: Json | undefined, sent: Sent): { summary: string; hint: string } {
  if (got === undefined)
    return {
      summary: `The dashboard has no member "${name}".`,
      hint: 'The two members are named profile and orders, in lower case: use struct tags such as `json:"profile"`.',
    };
  const other = otherThan(name);
  if (sameJson(got, parseJson(sent[other])))
    return {
      summary: `The dashboard has the document of ${other} under "${name}".`,
      hint: 'Two goroutines finish in any order, so the first result from a channel may be either. Send along whose it is: a struct with the name and the document, or a channel for each.',
    };
  if (typeof got === 'string')
    return {
      summary: parseJson(got)
        ? `"${name}" is a text that contains JSON, not JSON.`
        : `"${name}" is a text, not the document.`,
      hint: `A string is quoted by encoding/json, and a []byte becomes base64. ${keepText}`,
    };
  if (digitsOnly(parseJson(sent[name]), got))
    return {
      summary: `The numbers in "${name}" are not those that came: they went through a float64.`,
      hint: `Decoding into any turns every number into a float64, which has 53 bits of precision and no memory of its zeros. ${keepText}`,
    };
  return {
    summary: `"${name}" is not the document that ${name} sent.`,
    hint: `A struct keeps only the fields it names. ${keepText}`,
  };
}
