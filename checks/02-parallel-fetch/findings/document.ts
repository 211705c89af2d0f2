/** Is a document in the dashboard what its upstream sent, and if not, what became of it? */
import {
  type Evidence,
  type Finding,
  finding,
  inText,
  invisibleInJson,
  type Json,
  type Location,
  parseJson,
  type Reply,
  type SourcePattern,
  sameJson,
} from '#kit';
import { lookAt, type Seen } from '../seen.ts';
import { type Name, otherThan } from '../upstreams/names.ts';
import { decodes, encodes, handlerRoute } from './code.ts';
import { digitsOnly, firstDifference } from './difference.ts';

/** The text each upstream sent. */
export type Sent = Record<Name, string>;
/** `got`: the member of the dashboard named `name`. */
type Member = { name: Name; got: Json | undefined; sent: Sent };

export function wrongDocument(seen: Seen, reply: Reply, member: Member): Finding | undefined {
  const { name, got, sent } = member;
  const wanted = parseJson(sent[name]);
  if (sameJson(got, wanted)) return undefined;
  const difference = got === undefined ? undefined : firstDifference(wanted, got, name);
  const crossed = seen.source.at(crossing);
  const unseen = invisibleInJson(wanted, got);
  return finding({
    ...diagnose(member, crossed),
    expected: difference ? `${difference.path}: ${difference.wanted}` : `"${name}": the document that ${name} sent`,
    actual: difference ? `${difference.path}: ${difference.got}${unseen ? ` (${unseen})` : ''}` : `no member "${name}"`,
    evidence: [reply.evidence, seen.timeline, whereWrong(seen, member, crossed)],
  });
}

/** A document that came out changed was decoded somewhere; one that is missing, a text, or the other's was put in wrongly. */
function placesOf({ name, got, sent }: Member): SourcePattern[] {
  const changed = got !== undefined && typeof got !== 'string' && !sameJson(got, parseJson(sent[otherThan(name)]));
  return changed ? [decodes, encodes, handlerRoute] : [/json\.(Marshal|NewEncoder)\b/, encodes, handlerRoute];
}

/** The name of one beside the address of the other. */
const crossing = inText(/\bprofile"?\W.*(ORDERS_URL|\/orders)|\borders"?\W.*(PROFILE_URL|\/profiles)/i);

function whereWrong(seen: Seen, member: Member, crossed: Location | undefined): Evidence | undefined {
  const { name, got, sent } = member;
  if (crossed && sameJson(got, parseJson(sent[otherThan(name)]))) return seen.source.show(crossed);
  if (typeof got === 'string') return lookAt(seen, ...(parseJson(got) === undefined ? asBytes : asText), encodes);
  return lookAt(seen, ...placesOf(member));
}

/** Base64 came from a []byte. An error's own map is none of the documents. */
const asBytes: SourcePattern[] = [/map\[string\]\[\]byte\b/, /^\s+\w+\s+\[\]byte\s/];
const asText: SourcePattern[] = [inText(/map\[string\]string\b(?!\{"error")/), /^\s+\w+\s+string\s/];

const keepText =
  'Keep the document as the text that came: declare it as json.RawMessage, check it with json.Valid, and encoding/json embeds it untouched.';

const crossedNames =
  'It is not a matter of who finishes first: in this line the name of one stands beside the address or the path of the other.';

function diagnose({ name, got, sent }: Member, crossed: Location | undefined): { summary: string; hint: string } {
  if (got === undefined)
    return {
      summary: `The dashboard has no member "${name}".`,
      hint: 'The two members are named profile and orders, in lower case: use struct tags such as `json:"profile"`.',
    };
  const other = otherThan(name);
  if (sameJson(got, parseJson(sent[other])))
    return {
      summary: `The dashboard has the document of ${other} under "${name}".`,
      hint: crossed
        ? crossedNames
        : 'Two goroutines finish in any order, so the first result from a channel may be either. Send along whose it is: a struct with the name and the document, or a channel for each.',
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
      hint: `Decoding into any turns every number into a float64, which has 53 bits of precision and forgets trailing zeros. ${keepText}`,
    };
  return {
    summary: `"${name}" is not the document that ${name} sent.`,
    hint: `A struct keeps only the fields it names. ${keepText}`,
  };
}
