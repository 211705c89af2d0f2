/** Dockerfiles that nobody writes by hand: they are read to their end, in time and memory that do not explode. */
import { expect, it } from 'vitest';
import { adviseOn } from '../../../../checks/05-scratch-image/findings/advice.ts';
import { notFromScratch, startsNoProgram } from '../../../../checks/05-scratch-image/findings/dockerfile.ts';
import { holdsSecret } from '../../../../checks/05-scratch-image/findings/secrets.ts';
import { linesOf } from '../../../../checks/05-scratch-image/lines.ts';
import { readDockerfile } from '../../../../src/harness/docker/dockerfile/dockerfile.ts';
import { deciding, readIgnoreFile } from '../../../../src/harness/docker/dockerfile/dockerignore.ts';
import { sourceOf } from '../../../../src/kit/index.ts';
import { filesOf } from '../../../checks/files.ts';

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');
const end = '\nFROM scratch\nENV API_TOKEN=x\nENTRYPOINT ["/server"]\n';

const shapes: [string, string, number][] = [
  ['50,000 instructions', many(50_000, () => 'RUN true'), 50_001],
  [
    '25,000 stages that build on each other',
    many(25_000, (at) => `FROM ${at === 0 ? 'scratch' : `s${at - 1}`} AS s${at}`),
    25_000,
  ],
  ['50,000 variables that hold each other', many(50_000, (at) => `ENV A${at}=\${A${at - 1}}x`), 50_001],
  ['a variable that doubles 64 times', `ENV A=xxxx\n${many(64, () => 'ENV A=$A$A')}`, 66],
  ['one instruction of 50,000 lines', `RUN true \\\n${many(50_000, () => ' && true \\')}\n true`, 2],
  ['a quote that is never closed', `ENV A="${'x\\"'.repeat(50_000)}`, 2],
  ['a heredoc of 50,000 lines', `RUN <<EOF\n${many(50_000, () => 'true')}\nEOF`, 2],
  ['50,000 comments', many(50_000, () => '# nothing'), 1],
];

it.each(shapes)('%s', { timeout: 120_000 }, (_name, body, instructions) => {
  const text = `${body.startsWith('FROM') ? '' : 'FROM scratch AS build\n'}${body}${end}`;
  const dockerfile = readDockerfile('Dockerfile', text);
  const lines = linesOf(dockerfile, sourceOf(filesOf({ Dockerfile: text })));
  expect(dockerfile.instructions).toHaveLength(instructions + 3);
  expect(notFromScratch(dockerfile, lines)).toBeUndefined();
  expect(startsNoProgram(dockerfile, lines)).toBeUndefined();
  expect(holdsSecret(dockerfile, lines)?.summary).toContain('ENV API_TOKEN');
  expect(adviseOn(dockerfile).join('\n').length).toBeLessThan(2_000);
});

it('an ignore file of 50,000 patterns', { timeout: 120_000 }, () => {
  const rules = readIgnoreFile(`${many(50_000, (at) => `**/a${at}/*?[a-z]`)}\n.git\n`);
  expect(deciding(rules, '.git/HEAD')?.line).toBe(50_001);
  expect(deciding(rules, 'cmd/server/main.go')).toBeUndefined();
});
