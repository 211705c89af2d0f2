/** What may stand between the certificates of a bundle. */
import { describe, expect, it } from 'vitest';
import { isDescribed } from '../../../../src/harness/docker/image/bundle.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('describes the certificates', () => {
  it.each([
    ['nothing', pem + pem],
    [
      'the comments and titles of curl’s',
      `##\n## Bundle of CA Root Certificates\n##\n\nGlobalSign Root CA\n====\n${pem}\nEntrust – G2\n===\n${pem}`,
    ],
    ['the names of Red Hat’s', `# ACCVRAIZ1\n${pem}\n# AC RAIZ FNMT-RCM\n${pem}`],
    [
      'openssl x509 -text',
      `Certificate:\n    Data:\n        Version: 3 (0x2)\n    Signature Algorithm: sha256\n         4f:1a\n${pem}`,
    ],
    [
      'openssl pkcs12',
      `Bag Attributes\n    friendlyName: ca\n    localKeyID: 01 \nsubject=C = ES, O = ACCV\nissuer=CN = x\n${pem}`,
    ],
    [
      'openssl s_client',
      `Certificate chain\n 0 s:CN = example.com\n   i:C = US, O = CA\n${pem} 1 s:C = US\n   i:C = US\n${pem}`,
    ],
    ['a distinguished name', `CN=Corporate Root,O=Example\n${pem}EMAILADDRESS=ca@example.com, CN=Other\n${pem}`],
    ['fingerprints', `MD5 Fingerprint=1F:2E\nPEM Data:\nSHA1 Fingerprint=00\n${pem}`],
    ['blocks of another type', `${pem}-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n`],
    ['Windows line ends', `# a\r\nRoot\r\n${pem.replaceAll('\n', '\r\n')}`],
  ])('%s', (_name, text) => expect(isDescribed(text)).toBe(true));
});

describe('does not', () => {
  it.each([
    ['a setting', `${pem}DB_PASSWORD=hunter2\n${pem}`],
    ['a setting behind a comment mark', `${pem}# export API_TOKEN = x\n`],
    ['source', `${pem}package main\n\nimport "os"\n\nfunc main() {\n\tos.Exit(1)\n}\n`],
    ['a list of words', `${pem}a\nb\nc\nd\n`],
  ])('%s', (_name, text) => expect(isDescribed(text)).toBe(false));
});
