/** An error is answered, and the handler goes on: the return is missing. For hints alone. */
import type { Evidence, Source } from '#kit';

const answers = /\b(?:writeError|writeJSON|http\.Error|\w*[eE]rror\w*)\(\s*w\b/;

/** The line of the first answer that is followed by the end of its if, with more of the handler behind it; one with `status` is preferred. */
export function forgottenReturn(source: Source, status?: number): Evidence | undefined {
  const places = source.all(answers).filter(({ file, line }) => goesOn((source.code(file) ?? '').split('\n'), line));
  const named = statusPattern(status);
  return source.show(
    places.find((at) => named?.test(source.line(at))) ?? places[0],
    'the answer that has no return behind it',
  );
}

const names: Record<number, string> = {
  400: 'StatusBadRequest',
  404: 'StatusNotFound',
  502: 'StatusBadGateway',
  504: 'StatusGatewayTimeout',
};
const statusPattern = (status: number | undefined) =>
  status === undefined ? undefined : new RegExp(`\\b(?:${status}${names[status] ? `|${names[status]}` : ''})\\b`);

/** `line` counts from 1. The end of a function is at the beginning of its line; that of a closure has a bracket behind it. */
function goesOn(lines: readonly string[], line: number): boolean {
  const behind = lines.slice(line).filter((text) => text.trim() !== '');
  const [closing = '', next = ''] = behind;
  if (!/^\s+\}$/.test(closing) || indent(closing) >= indent(lines[line - 1] ?? '')) return false;
  return indent(next) === indent(closing) && !/^\s*[})]/.test(next) && !/^\s*(case|default|return)\b/.test(next);
}

const indent = (text: string) => text.length - text.trimStart().length;
