/** Who may read what, by the bits that ship. */
import type { Image, ImageContents, ImageFile } from '#kit';

/** uid and gid that a container of the image starts with, as runc finds them; undefined where USER is no number. */
function userOf({ user }: Image, contents: ImageContents): { uid: number; gid: number } | undefined {
  const [name = '', group] = user.split(':');
  if (!/^\d*$/.test(name) || !/^\d*$/.test(group ?? '')) return undefined;
  const uid = Number(name);
  return { uid, gid: group ? Number(group) : groupOf(name, contents) };
}

/** Without a group in USER it is the one of /etc/passwd, else 0. */
function groupOf(uid: string, contents: ImageContents): number {
  const lines = contents.read('/etc/passwd')?.toString('utf8').split('\n') ?? [];
  const fields = lines.map((line) => line.split(':')).find(([, , id]) => id === uid);
  return Number(fields?.[3] ?? 0) || 0;
}

const READ = 4;
const ENTER = 1;

/** The file, or the folder on the way to it, that the image's user is kept from; undefined: it can be read. */
export function closedTo(image: Image, contents: ImageContents, path: string): ImageFile | undefined {
  const user = userOf(image, contents);
  const file = contents.find(path);
  if (!user || !file || user.uid === 0) return undefined;
  const allows = ({ mode, uid, gid }: ImageFile, bit: number) =>
    ((mode >> (uid === user.uid ? 6 : gid === user.gid ? 3 : 0)) & bit) !== 0;
  const steps = file.path.split('/').slice(1, -1);
  const folders = steps.map((_, index) => contents.find(`/${steps.slice(0, index + 1).join('/')}`));
  const closed = folders.find((folder) => folder?.kind === 'folder' && !allows(folder, ENTER));
  return closed ?? (allows(file, READ) ? undefined : file);
}
