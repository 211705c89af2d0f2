/** What came into Dockerfiles over the years, so that not every builder knows it. Source: https://docs.docker.com/build/buildkit/dockerfile-release-notes/ */
import type { Dockerfile, DockerInstruction, ModernWord } from '../../../kit/index.ts';

const modernFlags: Record<string, string[]> = {
  RUN: ['mount', 'network', 'security', 'device'],
  COPY: ['link', 'parents', 'exclude', 'chmod'],
  ADD: ['link', 'exclude', 'chmod', 'checksum', 'keep-git-dir', 'unpack'],
  HEALTHCHECK: ['start-interval'],
};
const heredoc = /<<-?["']?\w/;

export function modernWords({ keyword, flags, text, line }: DockerInstruction): ModernWord[] {
  const words = (modernFlags[keyword] ?? [])
    .filter((flag) => flag in flags || (keyword === 'HEALTHCHECK' && text.includes(`--${flag}`)))
    .map((flag) => `${keyword} --${flag}`);
  if (/^(RUN|COPY|ADD)$/.test(keyword) && heredoc.test(text)) words.push(`${keyword} <<EOF`);
  if (keyword === 'FROM' && /\$\{?(BUILD|TARGET)(PLATFORM|OS|ARCH)/.test(flags.platform ?? ''))
    words.push('FROM --platform=$BUILDPLATFORM');
  return words.map((word) => ({ word, line }));
}

/** Directives stand before everything else: https://docs.docker.com/reference/dockerfile/#parser-directives */
export function syntaxOf(text: string): string | undefined {
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const [, name, value] = /^#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (name === undefined) return undefined;
    if (name.toLowerCase() === 'syntax') return value;
  }
  return undefined;
}

/** The word that a builder has just refused; undefined where its complaint is about something else. `line`: of the complaint, where it has one. */
export function refusedWord(
  message: string,
  { modern: words, instructions }: Pick<Dockerfile, 'modern' | 'instructions'>,
  line: number | undefined,
): ModernWord | undefined {
  const flag =
    /unknown flag: (?:--)?([\w-]+)/i.exec(message)?.[1] ?? /the --([\w-]+) option requires BuildKit/.exec(message)?.[1];
  if (flag) return words.find((one) => one.word.endsWith(` --${flag}`) && (line === undefined || one.line === line));
  // What buildah says of any flag that it does not know.
  if (/\bonly supports? the --/.test(message)) return words.find((one) => one.line === line) ?? words[0];
  // The second line of a heredoc is taken for an instruction. One that stands where instructions do is a mistake of its own.
  const unknown = /unknown instruction: "?(\S+?)"?(?:\s|$)/i.exec(message)?.[1]?.toUpperCase();
  if (unknown !== undefined && instructions.every(({ keyword }) => keyword !== unknown))
    return words.findLast((one) => one.word.endsWith('<<EOF') && (line === undefined || one.line < line));
  if (/failed to parse platform|is an invalid (OS )?component/.test(message))
    return words.find(({ word }) => word.startsWith('FROM --platform'));
  return undefined;
}
