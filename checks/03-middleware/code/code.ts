/** The learner's Go code as text. */
import type { Files } from '#kit';

export type Code = Pick<Files, 'list' | 'read'>;

export const goFiles = (code: Code): { file: string; text: string }[] =>
  code
    .list()
    .filter((file) => file.endsWith('.go'))
    .map((file) => ({ file, text: code.read(file) ?? '' }));

/** Whether the code still has a line of the starter: code that was rewritten may do something else. */
export const hasLine = (code: Code, line: string): boolean => goFiles(code).some(({ text }) => text.includes(line));
