import { expect, test } from 'vitest';
import { editInput, inputEditOf, inputOf } from '../../../../src/tui/screens/folder/input.ts';

test('the path can be edited in the middle, in any script', () => {
  const press = (name: string, text = '') => inputEditOf({ name, text });
  let input = inputOf('./日本');
  for (const edit of [
    press('left'),
    press('backspace'),
    press('x', 'x'),
    press('end'),
    press('y', 'y'),
    press('home'),
    press('ctrl-d'),
  ])
    if (edit) input = editInput(input, edit);
  expect(input.text).toBe('/x本y');
  expect(editInput(input, { type: 'clear' })).toEqual({ text: '', cursor: 0 });
});
