import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isSent, readIgnoreFile } from '../../../../src/harness/docker/dockerfile/dockerignore.ts';
import { describeWithDocker } from '../../../testbed/docker.ts';

const files = [
  '.env',
  '.env.local',
  '.git/HEAD',
  'bin/server',
  'cmd/server/main.go',
  'cmd/server/server',
  'go.mod',
  'internal/a/b/deep.go',
  'internal/a/deep_test.go',
  'server',
  'server.exe',
  'a b.txt',
];

/** Each is tried on the real builder as well as on our reading of it. */
const ignoreFiles: Record<string, string> = {
  'nothing at all': '',
  'a comment and blank lines': '# server\n\n   \nserver\n',
  'names count from the top': 'server\n*.exe\n.env*\n',
  'two stars reach everywhere': '**/server\n**/*_test.go\n',
  'two stars without a slash': '**.exe\n**server\ninternal**\n',
  'a folder and what is in it': 'internal\n.git/\n/bin\n',
  'everything, then back': '*\n!go.mod\n!cmd\ncmd/server/server\n',
  'two stars alone': '**\n!internal/**\n',
  'a file brought back from a folder that is out': 'internal\n!internal/a/b/deep.go\n',
  'the last line decides': '!server\nserver\n!server\n',
  'one letter and sets of letters': 'serve?\n[a-c]*.txt\n.en[^x]\n',
  'dots and slashes are cleaned': './server\ncmd//server/./server\n../x\n',
  'a blank inside and around': '  a b.txt  \n',
  'a backslash takes the meaning away': 'server\\.exe\n\\*\n',
  'the dot is the whole folder': '.\n!go.mod\n',
};

it('leaves a problem in place of an empty exception', () => {
  expect(readIgnoreFile('!\nserver').problems).toEqual([{ line: 1, kind: 'empty', pattern: '!' }]);
});

await describeWithDocker('.dockerignore as the builder reads it', (environment) => {
  it.each(Object.entries(ignoreFiles))('%s', async (_name, text) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gcw-ignore-'));
    try {
      for (const file of files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), file);
      }
      writeFileSync(path.join(folder, '.dockerignore'), text);
      // Outside of the context, so that it is no part of what is compared.
      const rules = readIgnoreFile(text);
      expect(files.filter((file) => isSent(rules, file)).sort()).toEqual((await sentBy(folder, environment)).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** What arrives in a build of this folder. */
async function sentBy(folder: string, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const out = mkdtempSync(path.join(tmpdir(), 'gcw-sent-'));
  const run = (command: string, ...args: string[]) => promisify(execFile)(command, args, { env: environment });
  const image = `gcw-ignore-test:${path.basename(out).toLowerCase()}`;
  try {
    writeFileSync(path.join(out, 'Dockerfile'), 'FROM scratch\nCOPY . /sent/\nCMD ["none"]\n');
    await run('docker', 'build', '-q', '-t', image, '-f', path.join(out, 'Dockerfile'), folder);
    const { stdout } = await run('docker', 'create', image);
    const tar = path.join(out, 'image.tar');
    await run('docker', 'export', '-o', tar, stdout.trim());
    await run('docker', 'rm', stdout.trim());
    await run('docker', 'rmi', image);
    const listed = (await run('tar', '-tf', tar)).stdout.split('\n');
    return files.filter((file) => listed.includes(`sent/${file}`));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
