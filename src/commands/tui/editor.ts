/** Which editor the learner uses, and how to open it at a file and line. */
import { basename } from 'node:path';
import type { Env } from '../../workspace/app-dirs.ts';

type FilePosition = { path: string; line?: number; column?: number };
export type EditorCall = { name: string; command: string; args: string[]; screen: boolean };

type Kind = { screen: boolean; arguments: (position: FilePosition) => string[] };

const colons = ({ path, line, column }: FilePosition) => [path, line, line && column].filter(Boolean).join(':');
const plus: Kind = { screen: true, arguments: ({ path, line }) => [...(line ? [`+${line}`] : []), path] };
const goTo: Kind = { screen: false, arguments: (position) => ['-g', colons(position)] };
const window: Kind = { screen: false, arguments: (position) => [colons(position)] };
const jetBrains: Kind = {
  screen: false,
  arguments: ({ path, line }) => [...(line ? ['--line', String(line)] : []), path],
};

const kinds: Record<string, Kind> = {
  code: goTo,
  'code-insiders': goTo,
  codium: goTo,
  cursor: goTo,
  windsurf: goTo,
  subl: window,
  zed: window,
  goland: jetBrains,
  idea: jetBrains,
  gvim: { ...plus, screen: false },
  hx: { screen: true, arguments: (position) => [colons(position)] },
  nano: {
    screen: true,
    arguments: ({ path, line, column }) => [...(line ? [`+${line}${column ? `,${column}` : ''}`] : []), path],
  },
};

/** VISUAL, then EDITOR, then the editor whose terminal this is, then the first one installed. undefined: none. */
export function editorFor(
  position: FilePosition,
  env: Env,
  isThere: (program: string) => boolean,
): EditorCall | undefined {
  const chosen = env.VISUAL || env.EDITOR || (env.TERM_PROGRAM === 'vscode' && isThere('code') ? 'code' : undefined);
  const [command, ...own] = (chosen ?? ['code', 'zed', 'nvim', 'vim', 'nano', 'vi'].find(isThere) ?? '')
    .split(/\s+/)
    .filter(Boolean);
  if (!command) return undefined;
  const name = basename(command).replace(/\.(exe|cmd)$/i, '');
  const kind = kinds[name] ?? plus;
  // --wait is for git and the like; here the UI goes on.
  const args = kind.screen ? own : own.filter((argument) => argument !== '--wait' && argument !== '-w');
  return { name, command, args: [...args, ...kind.arguments(position)], screen: kind.screen };
}
