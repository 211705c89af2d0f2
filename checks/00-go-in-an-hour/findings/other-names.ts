/** The package compiles, but the check can't call it: a name is missing, or has another type. */
import { type Finding, finding, type Source } from '#kit';
import type { StepInfo } from '../steps.ts';
import { declaration } from './seen.ts';

const asked = 'Restore the line that declares it from the starter: what you write goes between its { and }.';

/** `said`: the compiler's messages about our calls. */
export function otherNames(info: StepInfo, said: readonly string[], source: Source): Finding {
  const [first = ''] = said;
  const known =
    missingName(info, first, source) ?? otherType(info, first) ?? otherMethod(first) ?? packageLine(info, first);
  return finding({
    summary: `The check can’t call ${info.folder}: ${first.split('\n')[0]}.`,
    expected: info.declared,
    hint: asked,
    evidence: [declaration({ info, source })],
    ...known,
  });
}

type Words = Pick<Finding, 'summary'> & Partial<Finding>;

function missingName({ folder }: StepInfo, said: string, source: Source): Words | undefined {
  const name = /^undefined: \w+\.(\w+)/.exec(said)?.[1];
  if (name === undefined) return undefined;
  const small = name.charAt(0).toLowerCase() + name.slice(1);
  const hidden = source.find('the name with a small letter', new RegExp(`^(func|type|var) (\\([^)]*\\) )?${small}\\b`));
  return {
    summary: `The package ${folder} has no ${name} that another package can see.`,
    ...(hidden ? { hint: capital(small, name), evidence: [hidden] } : {}),
  };
}

const capital = (small: string, name: string) =>
  `Go has no "public": a name with a capital letter is visible to other packages, one with a small letter is not. Call it ${name}, not ${small}.`;

function otherType({ folder }: StepInfo, said: string): Words | undefined {
  const [, name, has, wants] =
    /^cannot use \w+\.(\w+) \(value of type (.+)\) as (.+) value in variable declaration/.exec(said) ?? [];
  if (!name || !has || !wants) return undefined;
  const bare = (type: string) => type.replaceAll(`${folder}.`, '');
  return {
    summary: `${name} has other parameters or results than its callers expect.`,
    expected: bare(wants),
    actual: bare(has),
  };
}

function otherMethod(said: string): Words | undefined {
  const [, missing, wrong] = /\((?:missing method (\w+)|wrong type for method (\w+))\)/.exec(said) ?? [];
  const type = /\*\w+\.(\w+) does not implement/.exec(said)?.[1];
  if (!type) return undefined;
  if (missing)
    return {
      summary: `A *${type} has no method ${missing} that another package can see.`,
      hint: `A method is a func with a receiver: func (s *${type}) ${missing}(…). Its name needs the capital letter.`,
    };
  const [have, want] = [/have (.+)/, /want (.+)/].map((words) => words.exec(said)?.[1]);
  return {
    summary: `The method ${wrong} of ${type} has other parameters or results than its callers expect.`,
    expected: want,
    actual: have,
  };
}

function packageLine({ folder }: StepInfo, said: string): Words | undefined {
  const line = `Every Go file in this folder begins with "package ${folder}".`;
  if (/is a program, not an importable package/.test(said))
    return {
      summary: `The file in ${folder} says "package main", so no other package can import it.`,
      expected: `package ${folder}`,
      hint: line,
    };
  if (/found packages/.test(said))
    return {
      summary: `The Go files in ${folder} name different packages.`,
      expected: `package ${folder} in each of them`,
      actual: said,
      hint: `A folder is one package. ${line}`,
    };
  if (/no required module provides|is not in std|no Go files/.test(said))
    return {
      summary: `There is no package in the folder ${folder}.`,
      expected: `a Go file in ${folder} with "package ${folder}"`,
      hint: 'Was it moved or renamed? The command reset brings the starter back, and undo takes that back.',
    };
  return undefined;
}
