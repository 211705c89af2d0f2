/** The toolbox's own program; built with the learner's Go. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = {
  'main.go': new URL('./main.go', import.meta.url),
  'load.go': new URL('./load.go', import.meta.url),
  'fake.go': new URL('./fake.go', import.meta.url),
};

const files = () => ({
  'go.mod': 'module toolbox\n\ngo 1.22\n',
  ...Object.fromEntries(Object.entries(sources).map(([name, file]) => [name, readFileSync(file, 'utf8')])),
});

export function writeToolbox(folder: string): void {
  for (const [name, text] of Object.entries(files())) writeFileSync(join(folder, name), text);
}

/** Tagged by its content, so that two versions of this package can use one cluster at the same time. */
export function toolboxImage(): string {
  const hash = createHash('sha256').update(JSON.stringify(files())).digest('hex');
  return `go-cloud-workshop/toolbox:${hash.slice(0, 12)}`;
}
