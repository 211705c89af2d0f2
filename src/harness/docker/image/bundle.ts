/** What stands between the certificates of a bundle: Go passes over it, so anything at all could ship in there. */

const block = /-----BEGIN [A-Z0-9 ]+-----[A-Za-z0-9+/=\s]*?-----END [A-Z0-9 ]+-----/g;
/** What openssl prints of a certificate, a PKCS#12 file or a connection; its own lines are indented. */
const dumpBegins = /^(Certificate:|Certificate Ingredients:|Bag Attributes|Key Attributes|Certificate chain)/m;
const known =
  /^(subject|issuer|serial|notBefore|notAfter|([\w-]+ )?Fingerprint|PEM Data|(Certificate|Bag|Key|Trust)[ \w]*)\s*(=|:|$|<)/i;
const underline = /^[-=~*_]{3,}$/;
/** An assignment as shells write it; a distinguished name (CN=…, EMAILADDRESS=…) is a title. */
const setting = /^\s*#?\s*(export\s+)?(?!EMAILADDRESS|SERIALNUMBER)[A-Z][A-Z0-9_]{3,}\s*=\s*\S/;
/** Bundles name each certificate in a line or two, as Mozilla's and curl's do. */
const mostTitles = 3;

/** Whether all of it describes the certificates: comments, titles, and what openssl prints. */
export const isDescribed = (text: string): boolean => text.split(block).every(isDescription);

function isDescription(between: string): boolean {
  const isDump = dumpBegins.test(between);
  let titles = 0;
  for (const line of between.split(/\r?\n/)) {
    if (setting.test(line)) return false;
    if (/^\s*(#|$)/.test(line) || underline.test(line) || known.test(line)) continue;
    if (/^\s/.test(line) && (isDump || /^\s*(\d+ s|[iav]):/.test(line))) continue;
    titles += 1;
  }
  return titles <= mostTitles;
}
