import { type CheckContext, check, fail, type ImageContents } from '#kit';
import { bundlePlaces, certificateFolders } from './certificate-places.ts';
import { noCertificates } from './findings/certificates.ts';
import { builtImage, dockerfileLines } from './scene.ts';

/** Without them the first HTTPS request fails with x509: certificate signed by unknown authority. */
export const certificates = check(
  'certificates',
  'ships the certificates that outgoing HTTPS needs',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs' },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    const contents = await context.docker.contents(image);
    const holdsCertificates = (path: string) => isPem(contents.read(path)?.toString('latin1') ?? '');
    const places = bundlePlaces(image);
    if ([...places, ...inFolders(contents, certificateFolders(image))].some(holdsCertificates)) return;
    const seen = {
      wanted: String(places[0]),
      empty: places.find((path) => contents.find(path)),
      elsewhere: contents.files.find(({ path, kind }) => kind === 'file' && holdsCertificates(path))?.path,
    };
    fail(noCertificates(seen, await dockerfileLines(context)));
  },
);

const isPem = (text: string) => /-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]{100,}?-----END/.test(text);

function inFolders({ files }: ImageContents, folders: string[]): string[] {
  return files
    .filter(({ path, kind }) => kind !== 'folder' && folders.some((folder) => path.startsWith(`${folder}/`)))
    .map(({ path }) => path);
}
