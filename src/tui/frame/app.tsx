import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useState } from 'react';
import type { Lend, Program } from '../effects/world.ts';
import { actionOf } from '../keys/press-to-action.ts';
import { pressesOf } from '../keys/presses.ts';
import { Frame } from './frame.tsx';

/**
 * Ink leaves raw mode but keeps reading. Some keys meant for an editor would reach us instead; worse, a child that inherits
 * the terminal makes it blocking, and a read for a key that the child already took blocks the whole program.
 */
async function handsOff(run: () => Promise<void>): Promise<void> {
  // Ink has just removed its listener. The stream notices a turn later and can only be paused then.
  await new Promise((resolve) => setImmediate(resolve));
  process.stdin.pause();
  await new Promise((resolve) => setImmediate(resolve));
  await run();
}

/** Keys in, frames out. `onReady` hands over what only a mounted Ink app can do: lend the terminal. */
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
