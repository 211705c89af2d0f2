// The packages: whether they are installed, and installing them.
import fs from 'node:fs';
import path from 'node:path';
import { root, run, say } from './project.mjs';

/** Compares the lock file with npm's own record of what is in node_modules. */
export function installed() {
  const wanted = readJson(path.join(root, 'package-lock.json')).packages;
  const present = readJson(path.join(root, 'node_modules/.package-lock.json')).packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) =>
      where === '' || (optional && !present[where]) || present[where]?.version === version,
  );
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

export async function install() {
  say('installing the packages (about half a minute, once) …');
  const npm = process.env.npm_execpath ?? ''; // yarn's or pnpm's when one of those started us
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm.endsWith('npm-cli.js')) await run(process.execPath, [npm, ...args], 'npm ci');
  else await run('npm', args, 'npm ci');
}
