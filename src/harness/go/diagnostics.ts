/** Compiler and vet messages: text → file, line, column, message. Format: cmd/compile, `file:line:column: message`. */
import type { Diagnostic, Evidence, Files } from '../../kit/index.ts';

const placed = /^(?:vet: )?(?:\.\/)?([^\s:][^:]*\.go|go\.mod):(\d+)(?::(\d+))?: (.+)$/;

export function parseDiagnostics(output: string, files: Files): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const raw of output.split('\n')) {
    const line = relativePaths(raw, files.root);
    const [, file, row, column, message] = placed.exec(line) ?? [];
    if (file && row && message) {
      const source = files.read(file)?.split('\n')[Number(row) - 1]?.trim();
      found.push({ file, line: Number(row), column: column ? Number(column) : undefined, message, source });
    } else if (/^\t/.test(line) && found.length > 0) {
      // cmd/compile continues a message on indented lines ("have …", "want …").
      const last = found[found.length - 1] as Diagnostic;
      last.message += `\n${line.trimEnd()}`;
    }
  }
  return found;
}

/** The snapshot's folder is not the learner's: their paths are relative. */
export function relativePaths(text: string, root: string): string {
  return text.replaceAll(`${root}/`, '').replaceAll(root, '.');
}

export function diagnosticsEvidence(title: string, diagnostics: Diagnostic[], output: string): Evidence {
  const first = diagnostics[0];
  if (!first) return { kind: 'log', title, text: output.trim() };
  const text = diagnostics.map((one) => {
    const place = `${one.file}:${one.line}${one.column ? `:${one.column}` : ''}`;
    return `${place}: ${one.message}${one.source ? `\n    ${one.source}` : ''}`;
  });
  const { file, line, column } = first;
  return { kind: 'code', title, text: text.join('\n'), at: { file, line, column } };
}
