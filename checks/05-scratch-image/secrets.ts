/** Secrets in what a Dockerfile writes down and an image shows to everybody: by their value, or by their name. */
import type { Dockerfile, Image } from '#kit';
import { shippedInstructions } from './lines.ts';
import { secretIn, tokenIn } from './secrets/values.ts';

/** `looksLike`: what the value looks like; unset where only the name tells. */
type Recognised = { name: string; looksLike?: string };

/** `ships`: with the image; unset, it is in a stage that does not. `written`: with its value. */
export type Secret = Recognised & { keyword: string; line: number; ships: boolean; written: boolean };

/** `where`: as docker inspect names it. */
export type ShippedSecret = Recognised & { where: 'Env' | 'Labels' | 'OnBuild' | 'Entrypoint' | 'Cmd' | 'history' };

type Setting = { name: string; value?: string };

const secretName =
  /(PASSWORD|[A-Z]_?PWD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING)_?KEY|(^|_)(PASS|KEY))$/;
/** Keys of data, of lists and of the open kind, tokens of lists and texts, passes over data, and the working directory that was before. */
const harmlessName =
  /^OLD_?PWD$|(^|_)(SORT|ORDER|PUBLIC|PUB|PARTITION|SHARD|PRIMARY|FOREIGN|CACHE|ROUTING|HASH|RANGE|GROUP|INDEX|LOOKUP|IDEMPOTENCY|CONTEXT|TOPIC|MESSAGE|EVENT|OBJECT|TENANT|HEADER|CONFIG|MAP|JSON|FIELD|LABEL|METRIC|HOT|PUBLISHABLE|SITE|FEATURE|ROW)_?KEY$|(^|_)(MAX|MIN|NUM|COUNT|NEXT|PAGE|PAD|BOS|EOS)_TOKEN$|(^|_)(FIRST|SECOND|ONE|TWO|SINGLE|DOUBLE|MULTI)_PASS$/;
/** Switches, paths (to where a secret is mounted), and nothing at all. */
const harmlessValue = /^$|^(true|false|yes|no|on|off|none|null)$|^(\/[\w.@-]+)+$/i;

function isSecretByName(name: string, value: string | undefined): boolean {
  const plain = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toUpperCase();
  if (!secretName.test(plain) || harmlessName.test(plain)) return false;
  if (value === undefined) return true;
  return !harmlessValue.test(value);
}

function recognised({ name, value }: Setting): Recognised | undefined {
  const like = secretIn(value ?? '');
  if (like) return { name, looksLike: like };
  return isSecretByName(name, value) ? { name } : undefined;
}

function withSecret(setting: Setting) {
  const secret = recognised(setting);
  return secret ? [{ secret, value: setting.value }] : [];
}

/** --db-password=x, -token x: what a command line gives its program. */
function flagSettings(words: readonly string[]): Setting[] {
  return words.flatMap((word, index) => {
    const [, name, value = ''] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) return [];
    const next = words[index + 1];
    return [{ name, value: word.includes('=') || next === undefined || next.startsWith('-') ? value : next }];
  });
}

/** What ONBUILD sets in the images of others: its first name is enough. */
function deferredSettings(text: string): Setting[] {
  const [, name, value] = /^(?:ENV|ARG|LABEL)\s+([^\s=]+)(?:[=\s]\s*"?([^\s"]*))?/i.exec(text) ?? [];
  return name === undefined ? [] : [{ name, value }];
}

/** As far as the Dockerfile alone tells. Of a stage that does not ship ARG, ENV and tokens: they end in files more often than one thinks, and everybody reads the Dockerfile. */
export function secretsIn(dockerfile: Dockerfile): Secret[] {
  const ships = new Set(shippedInstructions(dockerfile));
  return dockerfile.instructions.flatMap((instruction) => {
    const { keyword, line, text, settings, exec } = instruction;
    const at = { keyword, line, ships: ships.has(instruction) };
    const more = keyword === 'ONBUILD' ? deferredSettings(text) : keyword === 'RUN' ? [] : flagSettings(exec ?? []);
    const set = [...settings, ...more];
    const found = set.flatMap(withSecret)[0];
    if (found) return [{ ...at, ...found.secret, written: found.value !== undefined }];
    // A RUN that does not ship may well talk to a database of its own tests.
    const like = at.ships ? secretIn(text) : tokenIn(text);
    return like ? [{ ...at, name: '', looksLike: like, written: true }] : [];
  });
}

/** What `docker inspect` and `docker history` show of the image that ships. */
export function secretsOf({ env, labels, onBuild, entrypoint, cmd, history }: Image): ShippedSecret[] {
  const settings = (from: Readonly<Record<string, string>>) =>
    Object.entries(from).map(([name, value]) => recognised({ name, value }));
  const words = (list: readonly string[]) => [...flagSettings(list).map(recognised), ...lines(list)];
  const lines = (list: readonly string[]) =>
    list.map((text) => {
      const like = secretIn(text);
      return like ? { name: '', looksLike: like } : undefined;
    });
  const places: [ShippedSecret['where'], (Recognised | undefined)[]][] = [
    ['Env', settings(env)],
    ['Labels', settings(labels)],
    ['Entrypoint', words(entrypoint)],
    ['Cmd', words(cmd)],
    ['OnBuild', [...onBuild.flatMap(deferredSettings).map(recognised), ...lines(onBuild)]],
    ['history', lines(history)],
  ];
  return places.flatMap(([where, all]) => all.flatMap((one) => (one ? [{ where, ...one }] : [])));
}
