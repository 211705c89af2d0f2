/** Questions to the services, one function each; their answers come back as actions. */
import { noHints } from '../screens/hints/page.ts';
import type { DoctorRow, FilePosition } from '../services.ts';
import { hintKey } from '../state/app-state.ts';
import type { Program, World } from './world.ts';

/** Lesson and starter, side by side; a lesson that was read once is not read again. */
export async function openStage(stage: string, program: Program, { services, signal }: World): Promise<void> {
  const opening = services.open(stage, signal).then((opened) => program.act({ type: 'stage-opened', stage, opened }));
  const lesson = program.state.lessons[stage];
  if (!lesson || 'problem' in lesson) await readLesson(stage, program, services);
  await opening;
  if (!program.state.results[stage]) program.act({ type: 'last-run', stage, run: await services.lastRun(stage) });
}

async function readLesson(stage: string, program: Program, services: World['services']): Promise<void> {
  const [markdown, { parseMarkdown }] = await Promise.all([services.lesson(stage), import('../markdown/parse.ts')]);
  program.act({ type: 'lesson', stage, lesson: parseMarkdown(markdown) });
}

/** The next tier that has something to say. */
export async function nextHint(stage: string, check: string, program: Program, { services }: World): Promise<void> {
  const { next } = program.state.hints[hintKey(stage, check)] ?? noHints;
  if (next === undefined) return;
  for (const tier of ([1, 2, 3] as const).filter((one) => one >= next)) {
    const [hint, { parseMarkdown }] = await Promise.all([
      services.hint(stage, check, tier),
      import('../markdown/parse.ts'),
    ]);
    program.act({ type: 'hint', stage, check, tier, hint: hint && { ...hint, blocks: parseMarkdown(hint.markdown) } });
    if (hint) return;
  }
}

export async function readSolution(stage: string, program: Program, { services }: World): Promise<void> {
  const [files, { diffFiles }] = await Promise.all([services.solution(stage), import('../screens/solution/diff.ts')]);
  program.act({ type: 'solution', stage, view: { files: diffFiles(files) } });
}

export async function readReport(stage: string, program: Program, { services }: World): Promise<void> {
  program.act({ type: 'report', stage, rows: await services.report(stage) });
}

export async function examine(program: Program, { services, signal }: World): Promise<void> {
  const rows: DoctorRow[] = [];
  program.act({ type: 'doctor', rows: [], done: false });
  for await (const row of services.doctor(signal)) {
    rows.push(row);
    program.act({ type: 'doctor', rows: [...rows], done: false });
  }
  program.act({ type: 'doctor', rows, done: true });
}

export async function openEditor(at: FilePosition, program: Program, { services, lend, signal }: World): Promise<void> {
  if (!program.state.opened[at.stage])
    await services
      .open(at.stage, signal)
      .then((opened) => program.act({ type: 'stage-opened', stage: at.stage, opened }));
  const file = at.file || (program.state.opened[at.stage]?.mainFile ?? 'main.go');
  const opened = await services.edit({ ...at, file }, { lend });
  const where = at.line ? `${file}:${at.line}` : file;
  program.act({
    type: 'message',
    message:
      opened.problem === undefined
        ? { tone: 'good', text: `${where} is open in ${opened.editor}.` }
        : { tone: 'bad', text: opened.problem },
  });
}
