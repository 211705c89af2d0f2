import type { Dockerfile } from '#kit';

export type Secret = { keyword: string; name: string; line: number; because: string };

const secretName = /(PASSWORD|PASSWD|TOKEN|SECRET|APIKEY|CREDENTIALS?|(^|[_-])KEY)$/i;

/** Forms that are published by those who issue them, and a URL with a password in it. */
const secretValues: [RegExp, string][] = [
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_\w{36}|github_pat_\w{22,})\b/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/\bsk_live_\w{16,}/, 'a Stripe key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, 'a JSON web token'],
  [/:\/\/[^\s:@/]+:[^\s@/${}]+@/, 'a URL with a password'],
];

export function secretsIn({ instructions }: Dockerfile): Secret[] {
  return instructions.flatMap(({ keyword, line, settings }) =>
    settings.flatMap(({ name, value = '' }) => {
      const kind = secretValues.find(([form]) => form.test(value))?.[1];
      if (kind) return [{ keyword, name, line, because: `whose value looks like ${kind}` }];
      return secretName.test(name) ? [{ keyword, name, line, because: 'by its name' }] : [];
    }),
  );
}
