/** What the scanner and the parser (cmd/compile/internal/syntax) say about habits from other languages. */
const meanings: [RegExp, string][] = [
  [
    /unexpected EOF/,
    'A { or ( is never closed. The end of the file is only where this was noticed: look further up, where the indentation stops fitting. gofmt and most editors show it.',
  ],
  [
    /unexpected semicolon or newline before \{|unexpected newline, expected \{/,
    'Go ends a statement at the end of the line, so { stands on the line of its func, if or for.',
  ],
  [
    /unexpected (?:keyword )?else|else must be on the same line/,
    'Go ends a statement at the end of the line, so else stands on the line of the brace before it: } else {',
  ],
  [
    /non-declaration statement outside function body/,
    'Outside functions only import, const, var, type and func are allowed; := works inside functions only. Or one } too many further up has closed the function early.',
  ],
  [
    /unexpected newline in (?:composite literal|argument list)/,
    'When a list spans several lines, its last line ends with a comma too.',
  ],
  [/unexpected name \w+, expected \)/, 'if and for take no parentheses and no types: for i := 0; i < 3; i++ {'],
  [
    /unexpected \{ at end of statement/,
    'Go has one loop, for, which also stands in for while. It has no do and no try.',
  ],
  [
    /at end of statement|after top level declaration/,
    'One statement per line. A declaration begins with the name and needs no type: port := os.Getenv("PORT").',
  ],
  [
    /more than one character in rune literal/,
    'Text goes in double quotes, a struct tag in back quotes; single quotes hold one character.',
  ],
  [/invalid character U\+003F/, 'Go has no a ? b : c. Write an if.'],
  [/syntax error/, 'Look at this line and the one above: there is a brace, quote or comma missing, or one too many.'],
];

/** undefined when it is no message about syntax that we know. */
export function syntaxMeaning(message: string): string | undefined {
  return meanings.find(([words]) => words.test(message))?.[1];
}
