/** What the analyzers of go vet (golang.org/x/tools/go/analysis/passes) complain about, explained. */
const meanings: [RegExp, string][] = [
  [
    /json tag but is not exported/,
    'encoding/json only sees fields that begin with a capital letter; the tag gives the lower-case name: Name string `json:"name"`.',
  ],
  [
    /Printf|Errorf|Sprintf|formatting directive/,
    'Each verb (%d, %s, %v) takes one argument of its kind. %v takes any.',
  ],
  [/struct field tag/, 'A tag reads `json:"name"`: no space after the colon, and double quotes.'],
  [
    /passes lock by value|copies lock|assignment copies/,
    'A copy of a mutex locks nothing. Pass a pointer, and give methods a pointer receiver: (s *store).',
  ],
  [
    /WaitGroup\.Add called from inside new goroutine/,
    'Wait returns at once while nothing has been added, and the goroutine may start later than that. Call wg.Add(1) before the line with go.',
  ],
  [/unreachable code/, 'This code never runs: a return, a panic or an endless loop stands before it.'],
  [
    /conversion from .*\bto string yields a string of one rune/,
    'string(65) is "A", the character with that number. strconv.Itoa(n), or strconv.FormatInt(n, 10) for an int64, writes the digits.',
  ],
  [
    /requires go1\.\d+ or later/,
    'go.mod asks for an older Go than this code needs, and the compiler keeps to it. Write the line go 1.22 into go.mod.',
  ],
  [/using .* before checking for errors/, 'When there is an error the other value is nil: check err first.'],
  [
    /cancel|context leak/,
    'The function that comes with a context (cancel, stop) must be called on every path, or its timer and its context live on: defer it on the next line. Calling it once more, earlier, does no harm.',
  ],
];

export const vetMeaning = (message: string): string =>
  meanings.find(([words]) => words.test(message))?.[1] ??
  'go vet finds what compiles but is almost surely a mistake. Run go vet ./... yourself: it takes a second, and every Go project runs it.';
