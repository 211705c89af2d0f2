/** Who may import whom, checked on the real import graph. To break a rule on purpose, change it here. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles } from './imports/circles.ts';
import { readGraph } from './imports/graph.ts';

const root = path.join(import.meta.dirname, '..');
const { files, imports, calls } = readGraph(root, ['src', 'checks', 'tools']);
const ofProduct = <T extends { from: string }>(list: T[]) => list.filter((one) => !one.from.startsWith('tools/'));

/** Folder → what else of ours it may import. */
const mayImport: Record<string, RegExp> = {
  'src/kit/': /^$/,
  'src/words/': /^$/,
  'src/harness/': /^src\/(kit|words)\//,
  'src/engine/': /^src\/kit\//,
  'src/course/': /^src\/(kit|words)\//,
  'src/reporters/': /^src\/(kit\/|words\/|engine\/reduce\.ts$)/,
  'src/workspace/': /^src\/((kit|words|engine|course|harness\/(lease|machine))\/|harness\/process\/home\.ts$)/,
  'src/usecases/': /^src\/(kit|words|harness|engine|course|workspace)\//,
  'src/tui/': /^src\/(kit\/|words\/|usecases\/|engine\/reduce\.ts$)/,
  // The UI's door and what it asks for; no verb draws on a screen.
  'src/commands/':
    /^src\/(kit\/|words\/|harness\/|engine\/|course\/|reporters\/|workspace\/|usecases\/|tui\/(index\.tsx|services\.ts)$)/,
  'src/cli.ts': /^src\/(?!cli\.ts)/,
  'tools/': /^src\//,
  'checks/': /^(src\/kit\/index\.ts|checks\/common\/)/,
};

/** Room of the harness → the other rooms that it may import. */
const harnessRooms: Record<string, readonly string[]> = {
  process: [],
  binary: [],
  lease: ['process'],
  run: ['lease', 'machine', 'process'],
  machine: ['process'],
  go: ['binary', 'machine', 'process', 'run'],
  http: ['machine'],
  upstream: ['http'],
  driver: ['go', 'machine', 'process', 'run'],
  app: ['go', 'http', 'lease', 'machine', 'process', 'run'],
  docker: ['binary', 'http', 'lease', 'machine', 'process', 'run'],
  kubernetes: ['docker', 'go', 'lease', 'machine', 'process', 'run'],
};

/** Package → the one place that may import it. A new package needs an entry. */
const doors: Record<string, RegExp> = {
  execa: /^src\/harness\/process\//,
  dockerode: /^src\/harness\/docker/,
  'tar-stream': /^src\/harness\/(docker\/(build|image)|kubernetes\/image)\//,
  'dockerfile-ast': /^src\/harness\/docker/,
  '@kubernetes/client-node': /^src\/harness\/kubernetes/,
  yaml: /^src\/harness\/kubernetes/,
  ink: /^src\/tui\//,
  react: /^src\/tui\//,
  marked: /^src\/tui\//,
  'string-width': /^src\/tui\//,
  conf: /^src\/workspace\//,
  diff: /^src\/(commands\/solution\/unified|tui\/screens\/solution\/diff)\.ts$/, // as text for a pipe, as lines to scroll
  chokidar: /^src\/workspace\//,
  zod: /^src\//,
  commander: /^src\/(cli\.ts|commands\/)/,
  // Types alone: there is no such package, only @types/sarif.
  sarif: /^src\/reporters\/formats\/sarif\.ts$/,
};

describe('who imports whom', () => {
  test.each(Object.entries(mayImport))('%s', (folder, allowed) => {
    const strays = imports
      .filter((one) => one.kind === 'file' && one.from.startsWith(folder) && !isOwn(folder, one.from, one.to))
      .filter((one) => !allowed.test(one.to));
    expect(strays.map(arrow)).toEqual([]);
  });

  test('every source file is in a folder that has a rule', () => {
    const known = Object.keys(mayImport);
    expect(files.filter((file) => !known.some((folder) => file.startsWith(folder)))).toEqual([]);
  });

  test.each(Object.entries(harnessRooms))('harness/%s', (room, allowed) => {
    const strays = imports
      .filter((one) => roomOf(one.from) === room && one.to.startsWith('src/harness/'))
      .filter((one) => ![room, ...allowed].includes(roomOf(one.to) ?? ''));
    expect(strays.map(arrow)).toEqual([]);
  });

  test('no import circles', () => {
    expect(circles(imports.filter((one) => one.kind === 'file'))).toEqual([]);
  });

  test('a folder holds at most 14 files, and none of them repeats its name', () => {
    const folders = Map.groupBy(files, (file) => path.posix.dirname(file));
    const crowded = [...folders].filter(([, inside]) => inside.length > 14);
    expect(crowded.map(([folder, inside]) => `${folder}: ${inside.length}`)).toEqual([]);
    const echoes = files.filter((file) => path.basename(file).startsWith(`${path.basename(path.dirname(file))}-`));
    expect(echoes).toEqual([]);
  });

  test('every import of ours names an existing file, with its extension', () => {
    expect(imports.filter((one) => one.kind === 'file' && !existsSync(path.join(root, one.to))).map(arrow)).toEqual([]);
  });

  test('the product does not import tools/', () => {
    expect(
      ofProduct(imports)
        .filter((one) => one.to.startsWith('tools/'))
        .map(arrow),
    ).toEqual([]);
  });
});

describe('doors', () => {
  const packages = ofProduct(imports).filter((one) => one.kind === 'package' && !one.to.startsWith('node:'));

  test('each package is imported at its one door', () => {
    expect(packages.filter((one) => !doors[one.to]?.test(one.from)).map(arrow)).toEqual([]);
  });

  test('each package is listed in package.json, not only there as a dependency of another', () => {
    const listed = Object.keys(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies);
    const used = readGraph(root, ['src', 'checks', 'test']).imports.filter((one) => one.kind === 'package');
    const strays = used.filter(
      (one) => !one.to.startsWith('node:') && ![one.to, `@types/${one.to}`].some((name) => listed.includes(name)),
    );
    expect(strays.map(arrow)).toEqual([]);
  });

  test('checks get their instruments from the context: no packages, and only pure modules of Node', () => {
    const harmless = /^node:(path|util|url|buffer)$/;
    const strays = imports.filter((one) => one.from.startsWith('checks/') && one.kind === 'package');
    expect(strays.filter((one) => !harmless.test(one.to)).map(arrow)).toEqual([]);
  });

  test('only the harness starts processes', () => {
    const strays = ofProduct(imports).filter((one) => one.to === 'node:child_process');
    expect(strays.filter((one) => !one.from.startsWith('src/harness/process/')).map(arrow)).toEqual([]);
  });
});

describe('printing and exiting', () => {
  test('only src/cli.ts exits', () => {
    expect(ofProduct(calls).filter((one) => one.callee === 'process.exit' && one.from !== 'src/cli.ts')).toEqual([]);
  });

  test('only commands, the UI and cli.ts print', () => {
    const silent = /^(src\/(kit|words|harness|engine|course|reporters|workspace|usecases)|checks)\//;
    const printing = /^(console\.\w+|process\.(stdout|stderr))$/;
    expect(calls.filter((one) => silent.test(one.from) && printing.test(one.callee))).toEqual([]);
  });
});

/** A folder may import itself, but a stage's checker only its own parts. */
function isOwn(folder: string, from: string, to: string): boolean {
  if (folder !== 'checks/') return to.startsWith(folder);
  const [, stage = ''] = from.split('/');
  return to.startsWith(`checks/${path.basename(stage, '.ts')}/`);
}

function roomOf(file: string): string | undefined {
  return /^src\/harness\/([^/]+)\//.exec(file)?.[1];
}

function arrow(one: { from: string; to: string }): string {
  return `${one.from} → ${one.to}`;
}
