/** Reads the import graph of our sources with the bundler's own parser: types, re-exports and `import()` count too. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

export type Import = {
  /** Of the importing file, relative to the root, with `/`. */
  from: string;
  /** A file relative to the root, or a package's name (`node:fs`, `ink`). */
  to: string;
  kind: 'file' | 'package';
};

/** `a.b()` calls, as `process.exit` or `console.log`. */
export type Call = { from: string; callee: string };

export type Graph = { files: string[]; imports: Import[]; calls: Call[] };

export function readGraph(root: string, folders: string[]): Graph {
  const files = folders.flatMap((folder) => sources(root, folder));
  const parsed = files.map((file) => parse(file, readFileSync(path.join(root, file), 'utf8')));
  return { files, imports: parsed.flatMap((one) => one.imports), calls: parsed.flatMap((one) => one.calls) };
}

function sources(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort();
}

/** The syntax that names another module. */
const importing = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
] as const;

/** Throws on a syntax error: a file that can't be parsed must not count as one without imports. */
export function parse(file: string, code: string): { imports: Import[]; calls: Call[] } {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const calls: Call[] = [];
  const found = (specifier: unknown) => {
    if (typeof specifier === 'string') imports.push({ from: file, ...target(file, specifier) });
  };
  const fromSource = ({ source }: { source?: { value?: unknown } | null }) => found(source?.value);
  new Visitor({
    ...Object.fromEntries(importing.map((kind) => [kind, fromSource])),
    // biome-ignore lint/correctness/noComponentHookFactories: the parser's name for a node, not a component
    MemberExpression: ({ object, property, computed }) => {
      if (object.type === 'Identifier' && property.type === 'Identifier' && !computed)
        calls.push({ from: file, callee: `${object.name}.${property.name}` });
    },
  }).visit(program);
  return { imports, calls };
}

function target(from: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier === '#kit') return { to: 'src/kit/index.ts', kind: 'file' };
  if (specifier.startsWith('.')) return { to: path.posix.join(path.posix.dirname(from), specifier), kind: 'file' };
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return { to: specifier.startsWith('node:') ? specifier : name, kind: 'package' };
}
