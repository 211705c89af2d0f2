import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useState } from 'react';
import type { Lend, Program } from '../effects/world.ts';
import { actionOf } from '../keys/press-to-action.ts';
import { pressesOf } from '../keys/presses.ts';
import { Frame } from './frame.tsx';

/**
 * Ink gives up raw mode but goes on reading. Keys meant for an editor would then be ours as luck has it; worse, a child that
 * inherits the terminal makes it blocking, and a read that finds the key already taken stops the whole program.
 */
async function handsOff(run: () => Promise<void>): Promise<void> {
  // Ink has just taken its listener off. The stream takes note of that a turn later, and lets itself be paused only then.
  await new Promise((resolve) => setImmediate(resolve));
  process.stdin.pause();
  await new Promise((resolve) => setImmediate(resolve));
  await run();
}

/** Keys in, frames out. `onReady` hands over what only a mounted Ink app can do: lending the terminal. */
export function App({ program, onReady, onStop }: { program: Program; onReady(lend: Lend): void; onStop(): void }) {
  const [state, setState] = useState(program.state);
  const { suspendTerminal } = useApp();
  const size = useWindowSize();
  useEffect(() => program.subscribe(() => setState(program.state)), [program]);
  useEffect(
    () => onReady(async (run) => void (await suspendTerminal(() => handsOff(run)))),
    [onReady, suspendTerminal],
  );
  useEffect(() => {
    if (size.columns !== program.state.size.columns || size.rows !== program.state.size.rows)
      program.act({ type: 'resize', size });
  }, [program, size]);
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) {
      if (press.name === 'ctrl-z') onStop();
      const action = actionOf(press, program.state);
      if (action) program.act(action);
    }
  });
  usePaste((text) => {
    program.act({ type: 'edit-input', edit: { type: 'insert', text: text.replace(/[\r\n]+/g, '') } });
  });
  return <Frame state={state} />;
}
