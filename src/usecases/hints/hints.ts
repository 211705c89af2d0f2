/** Hints in tiers, from the last verdict: the finding's own, the lesson's section, the part of the solution. */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { loadStage, type StageEntry } from '../../course/course.ts';
import { sectionOf } from '../../course/lesson.ts';
import type { CheckState } from '../../engine/reduce.ts';
import type { Location } from '../../kit/index.ts';
import type { AppDirs } from '../../workspace/app-dirs.ts';
import { saved } from '../../workspace/errors.ts';
import { hashOf } from '../../workspace/files.ts';
import { changeStage, type ProgressKey, type StageProgress } from '../../workspace/progress.ts';
import { partOf } from './answer.ts';
import { placeNow } from './place.ts';

export type Tier = 1 | 2 | 3;
const tiers: readonly Tier[] = [1, 2, 3];
/** `at`: the line to look at, where it is now. */
export type Hint = { tier: Tier; title: string; markdown: string; at?: Location };

/** undefined: this tier has nothing to say. `check`: as the last run left it; `folder`: the learner's. */
export async function hintOf(
  entry: StageEntry,
  folder: string,
  check: CheckState,
  tier: Tier,
): Promise<Hint | undefined> {
  if (tier === 1) return pointer(check, folder);
  const section = await sectionFor(entry, check.id);
  if (tier === 2) return section === undefined ? undefined : { tier, title: 'From the lesson', markdown: section };
  return partOfSolution(entry, folder, check, section ?? '');
}

/** The first tier above `asked` that has something to say; after the last one, the last one again. */
export async function nextHint(
  entry: StageEntry,
  folder: string,
  check: CheckState,
  asked: number,
): Promise<{ hint: Hint | undefined; isLast: boolean }> {
  const all: Hint[] = [];
  for (const tier of tiers) {
    const hint = await hintOf(entry, folder, check, tier);
    if (hint) all.push(hint);
  }
  const hint = all.find((one) => one.tier > asked) ?? all.at(-1);
  return { hint, isLast: hint === all.at(-1) };
}

/** The tier given last for what the check finds now: another finding begins at the first again. */
export function tierGiven(stage: StageProgress | undefined, check: CheckState): number {
  const level = stage?.hintLevels[check.id];
  return level && level.finding === causeOf(check) ? level.tier : 0;
}

/** Records that the learner has seen a hint of this tier. Where that can't be saved, resolves with a sentence that says so. */
export function noteHint(
  appDirs: AppDirs,
  workshop: ProgressKey,
  slug: string,
  check: CheckState,
  tier: number,
): Promise<string | undefined> {
  const { id } = check;
  return saved('Which hints you have seen', async () => {
    const { notice } = await changeStage(appDirs, workshop, slug, (stage) => ({
      ...stage,
      hints: { ...stage.hints, [id]: Math.max(stage.hints[id] ?? 0, tier) },
      hintLevels: {
        ...stage.hintLevels,
        [id]: { finding: causeOf(check), tier: Math.max(tierGiven(stage, check), tier) },
      },
    }));
    return notice;
  });
}

/** The same for each run that finds the same: times, ports and counts differ from run to run. */
function causeOf({ verdict }: CheckState): string {
  if (verdict?.status === 'blocked') return verdict.because;
  if (verdict?.status !== 'failed') return '';
  const { summary, hint = '' } = verdict.finding;
  return hashOf(`${summary}\n${hint}`.replace(/\d+/g, '0')).slice(0, 16);
}

function pointer({ verdict }: CheckState, folder: string): Hint | undefined {
  if (verdict?.status === 'blocked') return { tier: 1, title: 'What is missing', markdown: `${verdict.because}\n` };
  if (verdict?.status !== 'failed' || !verdict.finding.hint) return undefined;
  const at = placeNow(verdict.finding, folder);
  return { tier: 1, title: 'A nudge', markdown: `${verdict.finding.hint}\n`, ...(at && { at }) };
}

async function sectionFor(entry: StageEntry, id: string): Promise<string | undefined> {
  const heading = (await loadStage(entry)).checks.find((check) => check.id === id)?.lesson;
  const file = join(entry.exercise, 'README.md');
  return heading && existsSync(file) ? sectionOf(readFileSync(file, 'utf8'), heading) : undefined;
}

function partOfSolution(
  entry: StageEntry,
  folder: string,
  { id, title, verdict }: CheckState,
  section: string,
): Hint | undefined {
  if (!existsSync(entry.solution)) return undefined;
  const finding = verdict?.status === 'failed' ? verdict.finding : undefined;
  const code = finding?.evidence.find(({ kind, at }) => kind === 'code' && at);
  // The code a finding points at says best what it is about; a compiler error has no section of the lesson anyway.
  const said = [title, finding?.summary, finding?.expected, finding?.hint, code?.text ?? section];
  const at = code?.at && { file: code.at.file, line: finding && placeNow(finding, folder)?.line };
  const part = partOf(entry.solution, said.filter(Boolean).join('\n'), at, folder);
  if (!part) return undefined;
  const language = { '.go': 'go', '.yaml': 'yaml', '.yml': 'yaml' }[extname(part.path)] ?? '';
  const markdown = `In the solution's ${part.path}, this is about "${id}":\n\n\`\`\`${language}\n${part.text}\n\`\`\`\n`;
  return { tier: 3, title: 'From the solution', markdown };
}
