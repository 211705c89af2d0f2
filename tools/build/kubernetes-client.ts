/**
 * Of the Kubernetes client's generated code the bundle keeps the methods that our sources name, and the models that they send and
 * get. There are some 4,000 methods in four layers and 700 models, of which a bundler can drop none by itself: a third of what a
 * learner would fetch.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rolldown';

const generated = /@kubernetes[\\/]client-node[\\/]dist[\\/]gen[\\/](apis|types)[\\/]/;
/** Its modules define classes and functions; only the polyfill, for a Node older than ours, does anything when it is loaded. */
const own = /@kubernetes[\\/]client-node[\\/]dist[\\/]/;
const serializer = /@kubernetes[\\/]client-node[\\/]dist[\\/]gen[\\/]models[\\/]ObjectSerializer\.js$/;
/** Objects of stage 06's contract that our sources know by their schema only. */
const kinds = [
  'V1Deployment',
  'V1Service',
  'V1ConfigMap',
  'V1ServiceAccount',
  'V1PodDisruptionBudget',
  'V2HorizontalPodAutoscaler',
  'V1Status',
  'V1APIResourceList',
  'CoreV1EventList',
];
/** As the generator writes it: four blanks, the name, its parameters; the method ends where a brace stands at the same depth. */
const methodHead = /^ {4}(?:async )?([A-Za-z]\w*)\(.*\) \{$/;
const methodEnd = '    }';

const undiciDoor = '\0undici-for-kubernetes';

/** undici's own door also opens on mocks, caches, interceptors and WebSockets, which the client has no use for. */
const undiciOf = (lib: string) => `
import Agent from ${JSON.stringify(`${lib}/dispatcher/agent.js`)};
import ProxyAgent from ${JSON.stringify(`${lib}/dispatcher/proxy-agent.js`)};
import web from ${JSON.stringify(`${lib}/web/fetch/index.js`)};
export { Agent, ProxyAgent };
export const fetch = web.fetch;
`;

export function kubernetesClient(root: string): Plugin {
  const named = wordsIn(path.join(root, 'src'));
  return {
    name: 'kubernetes-client',
    resolveId: (id, importer) => (id === 'undici' && importer?.includes('client-node') ? undiciDoor : undefined),
    load: (id) => (id === undiciDoor ? undiciOf(path.join(root, 'node_modules/undici/lib')) : undefined),
    transform: (code, id) => {
      if (generated.test(id)) return { code: withMethods(code, named), map: null, moduleSideEffects: false };
      if (own.test(id) && !serializer.test(id)) return { code, map: null, moduleSideEffects: false };
      if (!serializer.test(id)) return undefined;
      const models = reachable(path.dirname(id), named);
      return { code: withModels(code, models), map: null, moduleSideEffects: false };
    },
  };
}

/** The models that our sources name or that a manifest of a learner's may hold, and all that these are made of. */
function reachable(folder: string, named: ReadonlySet<string>): Set<string> {
  const all = new Set(globSync('*.js', { cwd: folder }).map((file) => path.basename(file, '.js')));
  const models = new Set<string>();
  const add = (model: string) => {
    if (!all.has(model) || models.has(model)) return;
    models.add(model);
    const code = readFileSync(path.join(folder, `${model}.js`), 'utf8');
    for (const [, type = ''] of code.matchAll(/"type": "([^"]+)"/g))
      for (const word of type.match(/\w+/g) ?? []) add(word);
  };
  for (const word of [...named, ...kinds]) for (const model of [word, `V1${word}`, `V1${word}List`]) add(model);
  return models;
}

/** The serializer's table without the other models: what is not in it passes as it is. */
export function withModels(code: string, models: ReadonlySet<string>): string {
  const other = (name: string | undefined) => name !== undefined && !models.has(name);
  return code
    .split('\n')
    .filter((line) => !other(/^import \{ (\w+) \} from '\.\.\/models\//.exec(line)?.[1]))
    .filter((line) => !other(/^ {4}"(\w+)": \1,?$/.exec(line)?.[1]))
    .join('\n');
}

/** Every word of our sources that could be a method of the client: rather one too many than one too few. */
function wordsIn(folder: string): Set<string> {
  const files = globSync('**/*.{ts,tsx}', { cwd: folder });
  return new Set(files.flatMap((file) => readFileSync(path.join(folder, file), 'utf8').match(/[A-Za-z]\w*/g) ?? []));
}

/** Without the methods of classes that are not named. */
export function withMethods(code: string, named: ReadonlySet<string>): string {
  const kept: string[] = [];
  let dropping = false;
  for (const line of code.split('\n')) {
    if (!dropping) dropping = isUnnamed(methodHead.exec(line)?.[1], named);
    if (!dropping) kept.push(line);
    else if (line === methodEnd) dropping = false;
  }
  if (dropping) throw new Error('a method of the Kubernetes client has no end: its generator writes another way now');
  return kept.join('\n');
}

const isUnnamed = (method: string | undefined, named: ReadonlySet<string>): boolean =>
  method !== undefined && method !== 'constructor' && !named.has(method.replace(/WithHttpInfo$/, ''));
