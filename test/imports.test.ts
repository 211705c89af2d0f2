/** Who may import whom, over the real import graph. A rule broken on purpose is changed here first, in the open. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, readGraph } from './imports/graph.ts';

const root = path.join(import.meta.dirname, '..');
const { files, imports, calls } = readGraph(root, ['src', 'checks', 'tools']);
const ofProduct = <T extends { from: string }>(list: T[]) => list.filter((one) => !one.from.startsWith('tools/'));

/** Folder → what it may import of ours, beside itself. */
const mayImport: Record<string, RegExp> = {
  'src/kit/': /^$/,
  'src/words/': /^$/,
  'src/harness/': /^src\/(kit|words)\//,
  'src/engine/': /^src\/kit\//,
  'src/course/': /^src\/(kit|words)\//,
  'src/reporters/': /^src\/(kit\/|words\/|engine\/reduce\.ts$)/,
  'src/workspace/': /^src\/(kit|words|engine|course|harness\/(lease|machine))\//,
  'src/usecases/': /^src\/(kit|words|harness|engine|course|workspace)\//,
  'src/tui/': /^src\/(kit\/|words\/|usecases\/|engine\/reduce\.ts$)/,
  // The UI's door and what it asks for; no verb draws on a screen.
  'src/commands/':
    /^src\/(kit\/|words\/|harness\/|engine\/|course\/|reporters\/|workspace\/|usecases\/|tui\/(index\.tsx|services\.ts)$)/,
  'src/cli.ts': /^src\/(?!cli\.ts)/,
  'tools/': /^(src|test)\//,
  'checks/': /^(src\/kit\/index\.ts|checks\/common\/)/,
};

/** Room of the harness → the rooms that it may import, beside itself. What is not named here knows no other room. */
const harnessRooms: Record<string, readonly string[]> = {
  process: [],
  binary: [],
  lease: ['process'],
  run: ['lease', 'machine', 'process'],
  machine: ['process'],
  go: ['binary', 'machine', 'process', 'run'],
  http: [],
  upstream: ['http'],
  app: ['go', 'http', 'lease', 'machine', 'process', 'run'],
  docker: ['binary', 'http', 'lease', 'machine', 'process', 'run'],
  kubernetes: ['docker', 'go', 'lease', 'machine', 'process', 'run'],
};

/** Package → the one place that may import it. A package that is not here has no door yet. */
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
};

describe('who imports whom', () => {
  test.each(Object.entries(mayImport))('%s', (folder, allowed) => {
    const strays = imports
      .filter((one) => one.kind === 'file' && one.from.startsWith(folder) && !isOwn(folder, one.from, one.to))
      .filter((one) => !allowed.test(one.to));
    expect(strays.map(arrow)).toEqual([]);
  });

  test('every source lies in a folder that has a rule', () => {
    const known = Object.keys(mayImport);
    expect(files.filter((file) => !known.some((folder) => file.startsWith(folder)))).toEqual([]);
  });

  test.each(Object.entries(harnessRooms))('harness/%s', (room, allowed) => {
    const strays = imports
      .filter((one) => roomOf(one.from) === room && one.to.startsWith('src/harness/'))
      .filter((one) => ![room, ...allowed].includes(roomOf(one.to) ?? ''));
    expect(strays.map(arrow)).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    expect(circles(imports.filter((one) => one.kind === 'file'))).toEqual([]);
  });

  test('a folder holds no more than a dozen or so files, and none repeats its name', () => {
    const folders = Map.groupBy(files, (file) => path.posix.dirname(file));
    const crowded = [...folders].filter(([, inside]) => inside.length > 14);
    expect(crowded.map(([folder, inside]) => `${folder}: ${inside.length}`)).toEqual([]);
    const echoes = files.filter((file) => path.basename(file).startsWith(`${path.basename(path.dirname(file))}-`));
    expect(echoes).toEqual([]);
  });

  test('every import of ours names a file that is there, with its ending', () => {
    expect(imports.filter((one) => one.kind === 'file' && !existsSync(path.join(root, one.to))).map(arrow)).toEqual([]);
  });

  test('nothing of the product imports tools/', () => {
    expect(
      ofProduct(imports)
        .filter((one) => one.to.startsWith('tools/'))
        .map(arrow),
    ).toEqual([]);
  });
});

describe('doors', () => {
  const packages = ofProduct(imports).filter((one) => one.kind === 'package' && !one.to.startsWith('node:'));

  test('each package comes in by its one door', () => {
    expect(packages.filter((one) => !doors[one.to]?.test(one.from)).map(arrow)).toEqual([]);
  });

  test('each package is one of ours to install, not only there because another brings it', () => {
    const listed = Object.keys(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies);
    const used = readGraph(root, ['src', 'checks', 'test']).imports.filter((one) => one.kind === 'package');
    const strays = used.filter((one) => !one.to.startsWith('node:') && !listed.includes(one.to));
    expect(strays.map(arrow)).toEqual([]);
  });

  test('checks get their instruments in the context: no package, and of Node only what reads no world', () => {
    const harmless = /^node:(path|util|url|buffer)$/;
    const strays = imports.filter((one) => one.from.startsWith('checks/') && one.kind === 'package');
    expect(strays.filter((one) => !harmless.test(one.to)).map(arrow)).toEqual([]);
  });

  test('processes are started in the harness only', () => {
    const strays = ofProduct(imports).filter((one) => one.to === 'node:child_process');
    expect(strays.filter((one) => !one.from.startsWith('src/harness/process/')).map(arrow)).toEqual([]);
  });
});

describe('who speaks and who ends', () => {
  test('only src/cli.ts exits', () => {
    expect(ofProduct(calls).filter((one) => one.callee === 'process.exit' && one.from !== 'src/cli.ts')).toEqual([]);
  });

  test('only commands, the UI and cli.ts print', () => {
    const silent = /^(src\/(kit|words|harness|engine|course|reporters|workspace|usecases)|checks)\//;
    const printing = /^(console\.\w+|process\.(stdout|stderr))$/;
    expect(calls.filter((one) => silent.test(one.from) && printing.test(one.callee))).toEqual([]);
  });
});

test('circles are seen, of two files and of more', () => {
  const edge = (from: string, to: string) => ({ from, to });
  const edges = [
    edge('a', 'b'),
    edge('b', 'c'),
    edge('c', 'b'),
    edge('c', 'd'),
    edge('d', 'e'),
    edge('e', 'c'),
    edge('x', 'a'),
  ];
  expect(circles(edges)).toEqual([['b', 'c', 'd', 'e']]);
});

test('the graph has eyes: types, re-exports, import() and exits are seen', () => {
  const code = `import type { A } from './a.ts'; export * from '../b/index.ts'; export { c } from '#kit';
    const d = await import('@scope/d/deep'); type E = import('node:fs').Stats; process.exit(1);`;
  const seen = parse('src/x/y.ts', code);
  expect(seen.imports.map((one) => one.to)).toEqual([
    'src/x/a.ts',
    'src/b/index.ts',
    'src/kit/index.ts',
    '@scope/d',
    'node:fs',
  ]);
  expect(seen.calls).toEqual([{ from: 'src/x/y.ts', callee: 'process.exit' }]);
  expect(() => parse('broken.ts', 'import {')).toThrow('broken.ts');
});

/** A folder may import itself; a stage's checker only its own parts, not another stage's. */
function isOwn(folder: string, from: string, to: string): boolean {
  if (folder !== 'checks/') return to.startsWith(folder);
  const [, stage = ''] = from.split('/');
  return to.startsWith(`checks/${path.basename(stage, '.ts')}/`);
}

function roomOf(file: string): string | undefined {
  return /^src\/harness\/([^/]+)\//.exec(file)?.[1];
}

/** Groups of files that reach each other (Tarjan's strongly connected components), each sorted. */
function circles(edges: readonly { from: string; to: string }[]): string[][] {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const order = new Map<string, { index: number; low: number; open: boolean }>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string) => {
    const own = { index: order.size, low: order.size, open: true };
    order.set(file, own);
    open.push(file);
    for (const { to } of next.get(file) ?? []) {
      const other = order.get(to) ?? visit(to);
      if (other.open) own.low = Math.min(own.low, other.low);
    }
    if (own.low === own.index) {
      const group = open.splice(open.indexOf(file));
      for (const one of group) (order.get(one) as { open: boolean }).open = false;
      if (group.length > 1) found.push(group.sort());
    }
    return own;
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return found;
}

function arrow(one: { from: string; to: string }): string {
  return `${one.from} → ${one.to}`;
}
