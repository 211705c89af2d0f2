import type { CheckContext } from './instruments.ts';
import type { Check, Stage } from './types.ts';

type Options = Omit<Check, 'id' | 'title' | 'run'>;
type Run = (context: CheckContext) => Promise<void>;

/** `check(id, title, run)` or `check(id, title, options, run)`. */
export function check(id: string, title: string, run: Run): Check;
export function check(id: string, title: string, options: Options, run: Run): Check;
export function check(id: string, title: string, second: Options | Run, third?: Run): Check {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw new Error(`a check's id is kebab-case, not "${id}"`);
  if (typeof second === 'function') return { id, title, run: second };
  if (!third) throw new Error(`check ${id} has nothing to run`);
  return { id, title, ...second, run: third };
}

export function stage(definition: Stage): Stage {
  const ids = definition.checks.map((one) => one.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`two checks are named ${twice}`);
  return definition;
}
