/** The UI without a terminal: press keys by name, look at the state. */
import { textOf } from '../../src/tui/drawing/line.ts';
import { createEffects } from '../../src/tui/effects/effects.ts';
import type { Program } from '../../src/tui/effects/world.ts';
import { frameLines } from '../../src/tui/frame/rows.ts';
import { actionOf } from '../../src/tui/keys/press-to-action.ts';
import { pressesOf } from '../../src/tui/keys/presses.ts';
import { createProgram } from '../../src/tui/program.ts';
import { initialState } from '../../src/tui/state/initial.ts';
import type { World } from './fake.ts';

export type Visit = Awaited<ReturnType<typeof visit>>;

export async function visit(world: World, size = { columns: 80, rows: 24 }) {
  const ending = new AbortController();
  let leave: (code: number) => void = () => {};
  const left = new Promise<number>((resolve) => {
    leave = resolve;
  });
  const effects = createEffects({ services: world, lend: (run) => run(), signal: ending.signal }, (code) =>
    leave(code),
  );
  const program = createProgram(initialState(world, await world.stages(), size), effects.perform);
  const press = (...names: string[]) => {
    for (const name of names) pressOne(program, name);
  };
  return {
    program,
    press,
    left,
    effects,
    until: (holds: () => boolean) => until(program, holds),
    end: () => ending.abort(),
  };
}

const named: Record<string, object> = {
  enter: { return: true },
  escape: { escape: true },
  up: { upArrow: true },
  down: { downArrow: true },
  left: { leftArrow: true },
  right: { rightArrow: true },
};

function pressOne(program: Program, name: string) {
  const ctrl = /^ctrl-(.)$/.exec(name)?.[1];
  const text = name === 'space' ? ' ' : name;
  const presses = named[name]
    ? pressesOf('', named[name])
    : ctrl
      ? pressesOf(ctrl, { ctrl: true })
      : pressesOf(text, {});
  for (const press of presses) {
    const action = actionOf(press, program.state);
    if (action) program.act(action);
  }
}

/** Waits until `holds` is true after a change of state; after a minute fails with what is on the screen. */
function until(program: Program, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`never came true; the screen:\n${shown(program)}`)), 60_000);
    const look = () => {
      if (!holds()) return;
      clearTimeout(late);
      stop();
      resolve();
    };
    const stop = program.subscribe(look);
    look();
  });
}

export const shown = (program: Program): string => frameLines(program.state).map(textOf).join('\n');
