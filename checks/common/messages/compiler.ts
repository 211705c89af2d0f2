import { missingImport } from './imports.ts';
import { syntaxMeaning } from './syntax.ts';

/** What the words of the compiler (cmd/compile/internal/types2) and of the go command mean to someone who comes from Java. */
const meanings: [RegExp, string][] = [
  [
    /declared and not used/,
    'Go refuses unused variables. If your next step uses it, carry on and use it there. Otherwise delete it, or write _ in its place to drop the value. Inside { } a := makes a new variable; = sets the one outside.',
  ],
  [/no new variables on left side of :=/, 'All these variables exist already: := declares, = sets.'],
  [/imported and not used/, 'Go refuses unused imports: delete the line. An editor with gopls does it for you.'],
  [
    /undefined: null/,
    'Go says nil, and only pointers, slices, maps, channels, functions and interfaces can be nil. Empty text is "".',
  ],
  [
    /undefined \(type/,
    'Its type has no field or method of that name. Names that begin with a lower-case letter stay inside their package.',
  ],
  [/non-boolean condition/, 'A condition is true or false, nothing else: if err != nil, if len(text) > 0.'],
  [
    /mismatched types/,
    'Both sides must have the same type. fmt.Sprintf("%d", n) or strconv.Itoa(n) turns a number into text.',
  ],
  [
    /too many return values|not enough return values/,
    'Compare what you return with the results declared on the func line.',
  ],
  [
    /undefined:/,
    'There is no such name here. Check the spelling and the case (only names that begin with a capital letter are visible outside their package), and whether its package is imported.',
  ],
  [/missing return/, 'A function with a result must return on every path, also after a switch or an if.'],
  [/assignment mismatch|multiple-value/, 'Many functions return a value and an error: take both, as in v, err := f().'],
  [/cannot use .* as .* value/, 'The types differ. Go converts nothing silently: write the conversion, e.g. int64(x).'],
  [
    /not enough arguments|too many arguments/,
    'Compare the call with the signature: go doc net/http.HandleFunc, for example, shows one.',
  ],
  [/missing method/, 'The type lacks a method of that interface. Method names and signatures must match exactly.'],
  [
    /no matching files found/,
    'A file named by //go:embed has to be in the folder itself; links out of it do not count.',
  ],
  [
    /requires go1\.\d+ or later/,
    'go.mod asks for an older Go than this code needs, and the compiler keeps to it. Write the line go 1.22 into go.mod.',
  ],
  [
    /requires go >=/,
    'The go line in go.mod asks for a newer Go than the one installed here. These exercises need no more than "go 1.22".',
  ],
  [
    /unknown directive|errors parsing go\.mod|invalid go version/,
    'Restore go.mod from the starter: a module line and "go 1.22" are all it needs.',
  ],
  [
    /replacement directory|replaced by/,
    'A replace in go.mod that points outside this folder works on your machine only. Only the folder itself is built.',
  ],
  [
    /is not in std|no required module provides|cannot find module|missing go\.sum|module lookup disabled/,
    'This import is not in the standard library, and the exercises need nothing else. If it should be in the standard library, look for a misspelt name.',
  ],
  [
    /build constraints exclude all Go files|function main is undeclared/,
    'The program starts in func main, in a file of package main. A file that imports "C" is left out where CGO_ENABLED=0 (the check sets it), as is one for another system (_windows.go) or one whose //go:build line does not hold.',
  ],
];

export function meaningOf(message: string): string {
  return (
    syntaxMeaning(message) ??
    missingImport(message) ??
    meanings.find(([words]) => words.test(message))?.[1] ??
    'Start with the first error: the later ones often follow from it.'
  );
}
