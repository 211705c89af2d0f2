/** Where the checks of a stage lie: each in the file of its id, so that a failing check leads to its source. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `checks`: the course's folder of checkers. A stage without a folder of its own keeps all its checks in one file. */
export function misplaced(checks: string, stage: string, ids: readonly string[]): string[] {
  if (!existsSync(join(checks, stage))) return [];
  return ids
    .filter((id) => !candidates(checks, stage, id).some((file) => existsSync(file) && mentions(file, id)))
    .map((id) => `the check ${id} is not defined in checks/${stage}/${id}.ts or checks/common/${id}.ts`);
}

const candidates = (checks: string, stage: string, id: string) =>
  [stage, 'common'].flatMap((folder) => ['ts', 'js'].map((end) => join(checks, folder, `${id}.${end}`)));

/** As the text of a string: a file that only happens to have the name does not count. */
const mentions = (file: string, id: string) => new RegExp(`(['"\`])${id}\\1`).test(readFileSync(file, 'utf8'));
