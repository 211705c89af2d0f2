import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { type Line, type Span, spokenOf } from './line.ts';
import { lookOf } from './theme.ts';

/** One terminal row; the text must already fit. */
const Row = memo(function Row({ spans }: { spans: Line }) {
  const spoken = useIsScreenReaderEnabled();
  if (spoken) return <Text>{spokenOf(spans)}</Text>;
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">{spans.length === 0 ? ' ' : spans.map(drawSpan)}</Text>
    </Box>
  );
});

function drawSpan(span: Span, index: number) {
  if (span.tone === undefined) return span.text;
  return (
    <Text key={index} {...lookOf(span.tone)}>
      {span.text}
    </Text>
  );
}

export function Rows({ lines }: { lines: readonly Line[] }) {
  return lines.map((spans, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row is identified by its position on the screen
    <Row key={index} spans={spans} />
  ));
}
