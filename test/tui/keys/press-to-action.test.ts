import { expect, test } from 'vitest';
import { actionOf } from '../../../src/tui/keys/press-to-action.ts';
import { folderPage } from '../../../src/tui/screens/folder/page.ts';
import { helpPage } from '../../../src/tui/screens/help/page.ts';
import type { Page } from '../../../src/tui/screens/page.ts';
import { stagesPage } from '../../../src/tui/screens/stages/page.ts';
import type { AppState } from '../../../src/tui/state/app-state.ts';
import { initialState } from '../../../src/tui/state/initial.ts';
import { World } from '../fake.ts';

const world = new World();
const on = (page: Page): AppState => ({
  ...initialState(world, world.rows, { columns: 80, rows: 24 }),
  pages: [page],
});
const press = (name: string, state: AppState) => actionOf({ name, text: name.length === 1 ? name : '' }, state);

test('Ctrl+C leaves from everywhere; once the learner is leaving, no other key means anything', () => {
  const leave = { type: 'leave', code: 130 };
  expect(press('ctrl-c', on(folderPage('.')))).toEqual(leave);
  const leaving = { ...on(stagesPage()), leaving: { code: 0 } };
  expect(press('q', leaving)).toBeUndefined();
  expect(press('ctrl-c', leaving)).toEqual(leave);
});

test("a screen's own keys come first, then scrolling, then the commands", () => {
  expect(press('j', on(stagesPage()))?.type).toBe('select');
  expect(press('j', on(helpPage))?.type).toBe('scroll');
  expect(press('q', on(helpPage))).toEqual({ type: 'leave', code: 0 });
});

test('in a text field letters are text', () => {
  expect(press('q', on(folderPage('.')))).toEqual({ type: 'edit-input', edit: { type: 'insert', text: 'q' } });
  expect(press('tab', on(folderPage('.')))).toBeUndefined();
});

test('the key of a page that is open closes it', () => {
  expect(press('?', on(stagesPage()))).toEqual({ type: 'go', page: helpPage });
  expect(press('?', on(helpPage))).toEqual({ type: 'back' });
});
