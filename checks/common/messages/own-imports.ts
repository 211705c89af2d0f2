/** An import that means a folder of the learner's own module, and doesn't name it as go.mod does. */
export type OwnPackages = {
  /** The module's name in go.mod. */
  module: string;
  /** Folders with Go files, relative to the module. */
  folders: readonly string[];
};

const unknownPackage = [
  /package (\S+) is not in std/,
  /"(\S+)" is relative/,
  /local import "(\S+)"/,
  /(?:no required module provides|cannot find module providing) package ([^\s;:]+)/,
];

export function ownImport(message: string, { module, folders }: OwnPackages): string | undefined {
  const path = unknownPackage.map((words) => words.exec(message)?.[1]).find((one) => one !== undefined);
  const wanted = path?.replace(/^(\.{1,2}\/)+/, '');
  if (wanted === undefined || module === '') return undefined;
  const folder = folders.find((one) => one === wanted || wanted.endsWith(`/${one}`) || one.endsWith(`/${wanted}`));
  if (folder === undefined) return undefined;
  return `The folder ${folder} is part of this module. A package is imported by the module's name, as go.mod gives it, and its folder: import "${module}/${folder}".`;
}

/** `goMod`: the text of go.mod. */
export function ownPackages(paths: readonly string[], goMod: string): OwnPackages {
  const inFolders = paths.filter((path) => path.endsWith('.go') && path.includes('/'));
  return {
    module: /^module\s+"?([^\s"]+)/m.exec(goMod)?.[1] ?? '',
    folders: [...new Set(inFolders.map((path) => path.slice(0, path.lastIndexOf('/'))))],
  };
}
