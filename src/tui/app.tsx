import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useState } from 'react';
import { Frame } from './frame.tsx';
import { pressesOf } from './keys.ts';
import { actionOf } from './press.ts';
import type { Program } from './program.ts';
import { here } from './state.ts';

export type Lend = (run: () => Promise<void>) => Promise<void>;

/** Keys in, frames out. `onReady` hands over what only a mounted Ink app can do: lending the terminal. */
export function App({ program, onReady, onStop }: { program: Program; onReady(lend: Lend): void; onStop(): void }) {
  const [state, setState] = useState(program.state);
  const { suspendTerminal } = useApp();
  const size = useWindowSize();
  useEffect(() => program.subscribe(() => setState(program.state)), [program]);
  useEffect(() => onReady(async (run) => void (await suspendTerminal(run))), [onReady, suspendTerminal]);
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
    if (here(program.state).at === 'folder')
      program.act({ type: 'edit-input', edit: { type: 'insert', text: text.replace(/[\r\n]+/g, '') } });
  });
  return <Frame state={state} />;
}
