import { type CheckContext, check, fail, type ImageFile } from '#kit';
import { certificateFiles, isCertificateFolder } from './certificate-places.ts';
import { moreThanTheBinary } from './findings/only-the-binary.ts';
import { dockerfileLines, elfFiles, type Shipped, shipped } from './scene.ts';

const accounts = new Set(['/etc/passwd', '/etc/group', '/etc/nsswitch.conf']);
/** Where the time package looks (time/zoneinfo_unix.go, zoneinfo_goroot.go), and a zip of it anywhere for $ZONEINFO. */
const timeZones = /\/zoneinfo(\/|\.zip$)|^\/usr\/lib\/locale\/TZ\/|^\/etc\/localtime$/;

/** Nothing to attack, nothing to update: whatever is not needed to run is named. */
export const onlyTheBinary = check(
  'only-the-binary',
  'holds the binary and what it needs to run, nothing else',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const rest = notNeeded(ship);
    if (rest.length > 0) fail(moreThanTheBinary(rest, ship.contents, await dockerfileLines(context)));
  },
);

function notNeeded({ contents, binary, image }: Shipped): ImageFile[] {
  const certificates = certificateFiles(image);
  const main = binary ?? elfFiles(contents)[0];
  const isNeeded = ({ path }: ImageFile) =>
    path === main?.path ||
    accounts.has(path) ||
    timeZones.test(path) ||
    certificates.has(path) ||
    isCertificateFolder(path, image);
  return contents.files.filter((file) => file.kind === 'file' && file.target === undefined && !isNeeded(file));
}
