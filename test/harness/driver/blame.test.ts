/** What cmd/go prints of a driver's build that fails, and which package that is about. Outputs as Go 1.26 printed them. */
import { expect, test } from 'vitest';
import { blamed, saidOf } from '../../../src/harness/driver/blame.ts';

const module = 'example.com/hour';
const folders = ['step1', 'step3', 'step4'];
const blame = (output: string) => blamed(output, folders, module).map(({ folder, of }) => [folder, of]);

test('each package under its heading', () => {
  const output = `# example.com/hour/step1
step1/values.go:23:2: declared and not used: x
# example.com/hour/step3
step3/age.go:26:9: not enough return values
	have (int)
	want (int, error)
`;
  expect(blame(output)).toEqual([
    ['step1', 'package'],
    ['step3', 'package'],
  ]);
  expect(blamed(output, folders, module)[1]?.output).toContain('want (int, error)');
});

test('what stops cmd/go before it compiles has only a place', () => {
  const output = `step3/age.go:6:2: package fmtt is not in std (/usr/local/go/src/fmtt)
step1/values.go:2:1: expected 'package', found packag
`;
  expect(blame(output)).toEqual([
    ['step3', 'package'],
    ['step1', 'package'],
  ]);
});

test('our calls of a package that has changed its names', () => {
  const output = `# example.com/hour/internal/gocloudworkshopprobe/step4
/tmp/run/added4.go:14:15: cannot use (*step4.Stack)(nil) (value of type *step4.Stack) as stack value in variable declaration: *step4.Stack does not implement stack (wrong type for method Pop)
		have Pop() string
		want Pop() (string, bool)
/tmp/run/added4.go:19:21: too many errors
`;
  expect(blame(output)).toEqual([['step4', 'calls']]);
  const [one] = blamed(output, folders, module);
  expect(saidOf(one?.output ?? '')).toEqual([
    'cannot use (*step4.Stack)(nil) (value of type *step4.Stack) as stack value in variable declaration: *step4.Stack does not implement stack (wrong type for method Pop)\nhave Pop() string\nwant Pop() (string, bool)',
  ]);
});

test('a folder that is gone is seen where we import it', () => {
  expect(
    blame(`internal/gocloudworkshopprobe/step1/calls.go:5:2: no required module provides package example.com/hour/step1; to add it:
	go get example.com/hour/step1
`),
  ).toEqual([['step1', 'calls']]);
});

test.each([
  ['go: errors parsing go.mod:\ngo.mod:4: unknown directive: foo\n'],
  ['# example.com/hour/other\nother/x.go:1:1: syntax error\n'],
  ['package example.com/hour/step1\n\timports example.com/hour/step4: import cycle not allowed\n'],
])('%j is about none of them', (output) => {
  expect(blame(output)).toEqual([]);
});
