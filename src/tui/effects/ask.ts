/** What an action asks of the services, whatever screen it comes from. */
import { stagesPage } from '../screens/stages/page.ts';
import type { FilePosition } from '../services.ts';
import type { Action } from '../state/actions.ts';
import { type AppState, currentPage, hintKey } from '../state/app-state.ts';
import { noHints } from '../state/hints.ts';
import { openStage } from './open-stage.ts';
import type { Program, World } from './world.ts';

export function ask(action: Action, program: Program, world: World, before: AppState): Promise<void> | undefined {
  switch (action.type) {
    case 'choose-folder':
      return chooseFolder(action.path, program, world);
    case 'check':
      return program.state.opened[action.stage] ? undefined : openStage(action.stage, program, world);
    case 'ask-hint':
      return before.hints[hintKey(action.stage, action.check)]?.busy
        ? undefined
        : nextHint(action.stage, action.check, program, world);
    case 'replace-files':
      return replaceFiles(action.stage, action.how, program, world);
    case 'edit':
      return openEditor(action.at, program, world);
    default:
      return undefined;
  }
}

async function chooseFolder(path: string, program: Program, { services }: World): Promise<void> {
  const choice = await services.chooseFolder(path);
  program.act({ type: 'folder-chosen', choice });
  if (choice.problem === undefined) program.act({ type: 'go', page: stagesPage() });
}

/** The next tier that has something to say. */
async function nextHint(stage: string, check: string, program: Program, { services }: World): Promise<void> {
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

async function openEditor(at: FilePosition, program: Program, { services, lend, signal }: World): Promise<void> {
  const { stage } = at;
  if (!program.state.opened[stage])
    program.act({ type: 'stage-opened', stage, opened: await services.open(stage, signal) });
  const file = at.file || (program.state.opened[stage]?.mainFile ?? 'main.go');
  const opened = await services.edit({ ...at, file }, { lend });
  if (opened.problem !== undefined) return complain(program, opened.problem);
  if (opened.closed) return;
  const where = at.line ? `${file}:${at.line}` : file;
  program.act({ type: 'message', message: { tone: 'good', text: `${where} is open in ${opened.editor}.` } });
  const failure = await opened.failure;
  if (failure !== undefined) complain(program, failure);
}

const complain = (program: Program, text: string): void =>
  program.act({ type: 'message', message: { tone: 'bad', text } });

async function replaceFiles(
  stage: string,
  how: 'reset' | 'undo',
  program: Program,
  { services }: World,
): Promise<void> {
  const { said, problem } = how === 'reset' ? await services.reset(stage) : await services.undo();
  const page = currentPage(program.state);
  if (page.screen === 'reset') program.act({ type: 'back' });
  if (problem !== undefined) return complain(program, problem);
  program.act({ type: 'stages', rows: await services.stages(), notices: [...(services.notices ?? [])] });
  program.act({ type: 'message', message: { tone: 'good', text: said } });
}
