/** The frame around every screen, as Ink draws it. */
import { Box, useIsScreenReaderEnabled } from 'ink';
import { frameRows } from '../drawing/drawing.ts';
import { Rows } from '../drawing/lines.tsx';
import type { AppState } from '../state/app-state.ts';
import { frameLines, spokenLines } from './rows.ts';

export function Frame({ state }: { state: AppState }) {
  const spoken = useIsScreenReaderEnabled();
  return (
    <Box
      flexDirection="column"
      width={state.size.columns}
      height={spoken ? undefined : frameRows(state.size)}
      overflow="hidden"
    >
      <Rows lines={spoken ? spokenLines(state) : frameLines(state)} />
    </Box>
  );
}
