import type { TuiServices } from '../services.ts';
import { stageRow } from '../state/app-state.ts';
import type { Program, World } from './world.ts';

/** Lesson and starter at the same time; a lesson is read once. */
export async function openStage(stage: string, program: Program, { services, signal }: World): Promise<void> {
  const opening = services.open(stage, signal).then((opened) => program.act({ type: 'stage-opened', stage, opened }));
  if (!program.state.lessons[stage]) await readLesson(stage, program, services);
  await opening;
  if (!program.state.results[stage]) program.act({ type: 'last-run', stage, run: await services.lastRun(stage) });
}

/** Results, numbers and differences of a stage that was begun earlier: its folder is there, so its saves can be watched. */
export async function openBegun(stage: string, program: Program, { services, signal }: World): Promise<void> {
  const { state } = stageRow(program.state, stage) ?? {};
  if (state !== 'started' && state !== 'passed') return;
  program.act({ type: 'stage-opened', stage, opened: await services.open(stage, signal) });
}

async function readLesson(stage: string, program: Program, services: TuiServices): Promise<void> {
  const [markdown, { parseMarkdown }] = await Promise.all([services.lesson(stage), import('../markdown/parse.ts')]);
  program.act({ type: 'lesson', stage, lesson: parseMarkdown(markdown) });
}
