import { type CheckContext, check, fail, failIf, type Image, type ImageContents, type ImageFile } from '#kit';
import { noCertificates, privateKey, unreadable } from './findings/certificates.ts';
import { closedTo } from './image/access.ts';
import { bundlePlaces, certificateFolders, isCertificatePlace } from './image/certificate-places.ts';
import { builtImage, dockerfileLines } from './scene.ts';

/** Without them the first HTTPS request fails with x509: certificate signed by unknown authority. */
export const certificates = check(
  'certificates',
  'ships the certificates that outgoing HTTPS needs',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs' },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    const contents = await context.docker.contents(image);
    const lines = await dockerfileLines(context);
    const key = contents.layers
      .flatMap(({ files }) => files)
      .find(({ path, content }) => content === 'private-key' && isCertificatePlace(path, image));
    failIf(key && privateKey(key, lines));
    const [first, ...rest] = candidates(image, contents).filter(holdsCertificates);
    if (!first) fail(noCertificates(seenInstead(image, contents), lines));
    const closed = [first, ...rest].map(({ path }) => closedTo(image, contents, path));
    if (closed[0] && closed.every((one) => one !== undefined)) fail(unreadable(first, closed[0], image.user, lines));
  },
);

/** What Go reads: crypto/x509/root_unix.go. The first bundle that it can open, and every file directly in the folders. */
function candidates(image: Image, contents: ImageContents): ImageFile[] {
  const bundle = bundlePlaces(image)
    .map((path) => contents.find(path))
    .find((file) => file?.kind === 'file');
  const folders = new Set(certificateFolders(image));
  const inFolders = contents.files
    .filter(({ path, kind }) => kind !== 'folder' && folders.has(path.slice(0, path.lastIndexOf('/'))))
    .map(({ path }) => contents.find(path));
  return [bundle, ...inFolders].filter((file) => file !== undefined);
}

function seenInstead(image: Image, contents: ImageContents) {
  const places = bundlePlaces(image);
  const elsewhere = contents.files.find(holdsCertificates)?.path;
  const broken = candidates(image, contents).find(({ content }) => content === 'unreadable-certificates');
  return {
    wanted: String(places[0]),
    broken: broken?.path,
    empty: places.find((path) => contents.find(path)),
    elsewhere,
    inPlaceOfFolder: elsewhere !== undefined && certificateFolders(image).includes(elsewhere),
  };
}

/** What else is in the file is up to the check only-the-binary. */
const holdsCertificates = ({ content }: ImageFile) => content === 'certificates' || content === 'certificates-and-more';
