import { type CheckContext, check, fail, type ImageContents } from '#kit';
import { builtImage } from './builds.ts';
import { bundlePlaces, certificateFolders } from './certificate-places.ts';
import { copyLine, finalLine } from './words.ts';

const isPem = (text: string) => /-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]{100,}?-----END/.test(text);

/** Without them the first call to anybody by HTTPS fails with x509: certificate signed by unknown authority. */
export const certificates = check(
  'certificates',
  'brings the certificates to trust others by HTTPS',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs' },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    const contents = await context.docker.contents(image);
    const text = (path: string) => contents.read(path)?.toString('latin1') ?? '';
    const places = bundlePlaces(image);
    if (places.some((path) => isPem(text(path)))) return;
    if (inFolders(contents, certificateFolders(image)).some((path) => isPem(text(path)))) return;
    const empty = places.find((path) => contents.find(path));
    const elsewhere = contents.files.find(({ path, kind }) => kind === 'file' && isPem(text(path)))?.path;
    fail({
      summary: empty
        ? `${empty} holds no certificates.`
        : elsewhere
          ? `The certificates lie at ${elsewhere}, where Go does not look for them.`
          : 'There are no certificates in the image.',
      expected: `a bundle at ${places[0]}`,
      actual: empty
        ? 'no PEM block in it'
        : elsewhere
          ? `a bundle at ${elsewhere}`
          : 'none at any place where Go looks',
      hint: 'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ takes them from the stage that builds; golang:1.26-alpine has them.',
      evidence: [await (elsewhere || empty ? copyLine(context, elsewhere ?? empty ?? '') : finalLine(context, 'COPY'))],
    });
  },
);

function inFolders({ files }: ImageContents, folders: string[]): string[] {
  return files
    .filter(({ path, kind }) => kind !== 'folder' && folders.some((folder) => path.startsWith(`${folder}/`)))
    .map(({ path }) => path);
}
