/** What the words of a panic or a fatal error of Go's runtime mean. Sources: runtime/error.go, runtime/panic.go, net/http/pattern.go. */
const meanings: [RegExp, string][] = [
  [
    /nil pointer dereference/,
    'Something on that line is nil. A call that returns an error returns nothing usable beside it: look at err first, and touch the response, its Body included, only where err is nil.',
  ],
  [
    /(index|slice bounds) out of range/,
    'A slice of n elements has the indexes 0 to n-1, and an empty one has none: compare with len before you index.',
  ],
  [/assignment to entry in nil map/, 'A map must be made before something is stored in it: make(map[string]int).'],
  [
    /close of closed channel/,
    'A channel can be closed once only. Let the one goroutine that sends close it, or close it in a sync.Once; a handler runs once for every request.',
  ],
  [/close of nil channel/, 'That channel was declared, but never made: make(chan T).'],
  [
    /send on closed channel/,
    'Close a channel only when nobody sends on it any more: wait for the senders first (WaitGroup), or leave it open. The garbage collector needs no close.',
  ],
  [
    /all goroutines are asleep/,
    'Every goroutine waits for another one, so nothing can go on. On that line, main waits for something that nobody will do any more: a send, a Done, an Unlock.',
  ],
  [
    /stack overflow/,
    'The function calls itself without end. A method of a wrapper must call the one of the value inside it (w.ResponseWriter.WriteHeader(…)), not itself.',
  ],
  [
    /concurrent map/,
    'Several goroutines use one map at once, and at least one of them writes. Every access, reading included, needs the same lock.',
  ],
  [
    /negative WaitGroup counter/,
    'Done is called more often than Add has counted. Call wg.Add(1) right before each go statement, and defer wg.Done() once in each goroutine.',
  ],
  [/unlock of unlocked/, 'Unlock is called where the lock is not held: each Lock has exactly one Unlock behind it.'],
  [
    /conflicts with pattern/,
    'Both patterns match some of the same requests, and neither is the more specific one, so the mux refuses the second. Often one names a method and the other a longer path: give both a method, or drop one of them.',
  ],
  [
    /parsing "|invalid method|invalid pattern/,
    'A pattern is a method, one space and a path, as in "GET /users/{id}": a wildcard fills the whole part between two slashes.',
  ],
  [/interface conversion/, 'The value has another type. Ask for both results, v, ok := x.(T), and look at ok.'],
  [
    /http: Server closed/,
    'ListenAndServe returns http.ErrServerClosed as soon as Shutdown begins. That is not a failure: test for it with errors.Is(err, http.ErrServerClosed).',
  ],
];

export const crashMeaning = (message: string): string | undefined =>
  meanings.find(([words]) => words.test(message))?.[1];
