import { expect, test } from 'vitest';
import { openCheck } from '../../../src/tui/screens/check/page.ts';
import { checksPage } from '../../../src/tui/screens/checks/page.ts';
import { openLesson } from '../../../src/tui/screens/lesson/open.ts';
import type { Page } from '../../../src/tui/screens/page.ts';
import { passedPage } from '../../../src/tui/screens/passed/page.ts';
import { stagesPage } from '../../../src/tui/screens/stages/page.ts';
import type { TuiServices } from '../../../src/tui/services.ts';
import type { Action } from '../../../src/tui/state/actions.ts';
import type { AppState } from '../../../src/tui/state/app-state.ts';
import { initialState } from '../../../src/tui/state/initial.ts';
import { update } from '../../../src/tui/state/update.ts';
import { fetching, http, World } from '../fake.ts';

const services: TuiServices = new World();
const at = (...pages: [Page, ...Page[]]): AppState => ({
  ...initialState(services, [], { columns: 80, rows: 24 }),
  pages,
});
const way = (state: AppState, ...actions: Action[]) =>
  actions.reduce(update, state).pages.map((page) => ('stage' in page ? `${page.screen} ${page.stage}` : page.screen));
const go = (page: Page): Action => ({ type: 'go', page });
const back: Action = { type: 'back' };

test('going to a page that is on the way returns to it; another stage is another page', () => {
  const state = at(stagesPage(), checksPage(http), openCheck(http, 'health'));
  expect(way(state, go(checksPage(http)))).toEqual(['stages', `checks ${http}`]);
  expect(way(state, go(checksPage(fetching))).at(-1)).toBe(`checks ${fetching}`);
});

test('the list of stages forgets the way; from there nothing leads back', () => {
  const state = at(stagesPage(), checksPage(http), openCheck(http, 'health'));
  expect(way(state, go(stagesPage()))).toEqual(['stages']);
  expect(way(state, go(stagesPage()), back)).toEqual(['stages']);
});

test('the lesson of another stage begins a new way; that of the same stage goes on', () => {
  const state = at(stagesPage(), checksPage(http));
  expect(way(state, openLesson(state, fetching))).toEqual(['stages', `lesson ${fetching}`]);
  expect(way(state, openLesson(state, http))).toEqual(['stages', `checks ${http}`, `lesson ${http}`]);
});

test('no way leads back to a pass that no longer holds', () => {
  const run = (outcome: 'passed' | 'failed') => ({ [http]: { stage: http, checks: [], measures: {}, outcome } });
  const state = at(stagesPage(), passedPage(http), checksPage(http));
  expect(way({ ...state, results: run('passed') }, back)).toEqual(['stages', `passed ${http}`]);
  expect(way({ ...state, results: run('failed') }, back)).toEqual(['stages']);
});
