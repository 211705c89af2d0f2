/** What kubectl itself, and the API server behind it, say of manifests: nothing is kept of a dry run. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** reader: kubectl can't read the file. schema: the server does not know what it says. meaning: it knows, and refuses (422). */
export type Answer = { taken: true } | { taken: false; by: 'reader' | 'schema' | 'meaning'; said: string };

const run = promisify(execFile);

export async function kubectlVersion(): Promise<string | undefined> {
  try {
    return (await run('kubectl', ['version', '--client'])).stdout.split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Of many files in one go: kubectl names the file in each of its complaints, and goes on. */
export async function ask(files: readonly string[], context: string): Promise<Map<string, Answer>> {
  const shares = Array.from({ length: 4 }, (_, share) => files.filter((_file, index) => index % 4 === share));
  const answers = (['server', 'client'] as const).flatMap((where) =>
    shares.map((share) => apply(share, context, where)),
  );
  // Of what neither can read both say the same; what the server alone says is about the fields.
  const said = new Map((await Promise.all(answers)).flatMap((one) => [...one]));
  return new Map(files.map((file) => [file, said.get(file) ?? { taken: true }]));
}

async function apply(
  files: readonly string[],
  context: string,
  where: 'client' | 'server',
): Promise<Map<string, Answer>> {
  const args = ['apply', '--context', context, `--dry-run=${where}`, '--validate=strict', '-n', 'default'];
  const names = files.flatMap((file) => ['-f', file]);
  const { stderr } = await run('kubectl', [...args, ...names], { maxBuffer: 2 ** 26 }).catch((error) => error);
  const found = new Map<string, Answer>();
  for (const file of files) {
    const said = String(stderr)
      .split(/\n|, (?=error parsing|error validating|unable to|resource mapping|Error from server)/)
      .find((line) => line.includes(file));
    if (said !== undefined) found.set(file, { taken: false, by: kindOf(said), said });
  }
  return found;
}

function kindOf(said: string): 'reader' | 'schema' | 'meaning' {
  if (/\(Invalid\)/.test(said)) return 'meaning';
  return /error parsing|converting YAML/.test(said) ? 'reader' : 'schema';
}
