/** What can be sent as a new user, and must be refused, or must not. */

/** `field`: whose value no user has. */
export type Refused = { body: string; because: string; hint?: string; field?: 'name' | 'email' };
export type Allowed = { name: string; because: string; hint: string };

const email = 'somebody@example.com';
const json = JSON.stringify;
const long = (length: number) => 'é'.repeat(length);

const blank = 'strings.TrimSpace(name) == "" is true for a missing name, an empty one and one of white space alone.';
const types =
  'Decode into a struct with string fields: Decode then returns an error for a number or a list, and the answer to every error of Decode is 400.';
const counting = 'Count code points with utf8.RuneCountInString: len counts bytes, and é has two of them.';
const at = 'An e-mail has an @ in it: check it with strings.Contains(email, "@"), answer with writeError, and return.';
const sent =
  'Spaces are code points too, and the name is stored as it was sent: count the original, not what strings.TrimSpace made of it.';

export const allowed: readonly Allowed[] = [
  { name: long(100), because: 'a name of 100 code points', hint: counting },
  {
    name: '🦫'.repeat(100),
    because: 'a name of 100 emoji, one code point each',
    hint: 'Count code points with utf8.RuneCountInString: such an emoji has four bytes, and two units in UTF-16, which is what Java’s length() counts.',
  },
  { name: 'X', because: 'a name of one letter', hint: 'Only a blank name is too short.' },
];

/** Sent right after a valid user. */
export const incomplete: readonly Refused[] = [
  { body: json({ email }), because: 'no name', hint: blank, field: 'name' },
  { body: json({ name: 'Ada' }), because: 'no e-mail', hint: at, field: 'email' },
];

export const refused: readonly Refused[] = [
  { body: '{"name":"Ada","email":', because: 'JSON that breaks off', hint: types },
  { body: 'name=Ada', because: 'a body that is not JSON', hint: types },
  { body: '', because: 'no body', hint: 'Decode returns io.EOF for an empty body. Every error of Decode is a 400.' },
  { body: json({ name: '', email }), because: 'an empty name', hint: blank, field: 'name' },
  { body: json({ name: ' \t ', email }), because: 'a name of white space alone', hint: blank, field: 'name' },
  { body: json({ name: long(101), email }), because: 'a name of 101 code points', hint: counting, field: 'name' },
  {
    body: json({ name: ` ${long(99)} `, email }),
    because: 'a name of 101 code points, two of them spaces',
    hint: sent,
    field: 'name',
  },
  { body: json({ name: 'Ada', email: 'ada.example.com' }), because: 'an e-mail without @', hint: at, field: 'email' },
  { body: json({ name: 42, email }), because: 'a number as the name', hint: types },
  { body: json({ name: 'Ada', email: ['a@b'] }), because: 'a list as the e-mail', hint: types },
  { body: json([{ name: 'Ada', email }]), because: 'an array instead of an object', hint: types },
  {
    body: 'null',
    because: 'null instead of an object',
    hint: 'Decode turns null into a nil pointer, and leaves a struct as it was: decode into a struct, not into a pointer to one, and its name is blank.',
  },
];
