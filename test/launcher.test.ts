/** The launcher on a Node that is too old: it parses there, and says in one sentence what is missing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';

const launcher = path.join(import.meta.dirname, '../src/launcher.cjs');
const pretend = (version: string) =>
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
   require(${JSON.stringify(launcher)});`;

describe.each(['0.10.48', '16.20.2', '20.20.2', '22.18.0'])('Node %s', (version) => {
  test('is told what it lacks, with exit code 2', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', pretend(version)], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      `go-cloud-workshop needs Node 22.19 or newer; this is Node ${version} (newer: https://nodejs.org).\n`,
    );
  });
});

test.each(['22.19.0', '23.0.0', '24.21.0', '100.0.0'])('Node %s goes on to the program', (version) => {
  // In src/ there is no program beside the launcher: looking for one shows that it got past the version.
  const { stderr } = spawnSync(process.execPath, ['-e', pretend(version)], { encoding: 'utf8' });
  expect(stderr).toContain("Cannot find module './load.cjs'");
});

test('is written in the JavaScript every Node can read', () => {
  const source = readFileSync(launcher, 'utf8');
  const modern: string[] = source.match(/,\s*\)/g) ?? []; // a comma after the last argument, as formatters add it
  const note = ({ type }: { type: string }) => modern.push(type);
  const kinds = [
    'ArrowFunctionExpression',
    'TemplateLiteral',
    'ImportExpression',
    'ObjectPattern',
    'SpreadElement',
    'ChainExpression',
  ];
  new Visitor({
    ...Object.fromEntries(kinds.map((kind) => [kind, note])),
    // biome-ignore lint/correctness/noComponentHookFactories: the parser's name for a node, not a component
    VariableDeclaration: ({ kind }) => {
      if (kind !== 'var') modern.push(kind);
    },
  }).visit(parseSync('launcher.cjs', source).program);
  expect(modern).toEqual([]);
});
