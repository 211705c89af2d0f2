/** What the learner writes in each step. */

export type StepInfo = {
  /** 'step1' */
  folder: string;
  /** 'Transfer' */
  name: string;
  /** As Go writes it, for a learner who has changed it. */
  declared: string;
};

export const steps = {
  values: { folder: 'step1', name: 'Transfer', declared: 'func Transfer(from, to *Account, amount int) bool' },
  slicesMaps: { folder: 'step2', name: 'Count', declared: 'func Count(words []string) (map[string]int, []string)' },
  errors: { folder: 'step3', name: 'ParseAge', declared: 'func ParseAge(text string) (int, error)' },
  methods: {
    folder: 'step4',
    name: 'Stack',
    declared: 'type Stack struct, with Len() int, Push(word string) and Pop() (string, bool)',
  },
  interfaces: { folder: 'step5', name: 'Counter', declared: 'type Counter struct { Lines int }' },
  closures: { folder: 'step6', name: 'Guard', declared: 'func Guard(lock sync.Locker, work func()) func() int' },
  goroutines: {
    folder: 'step7',
    name: 'First',
    declared: 'func First(sources []func() string, quit <-chan struct{}) (string, bool)',
  },
  json: {
    folder: 'step8',
    name: 'Encode',
    declared: 'func Decode(text []byte) (Order, error) and func Encode(order Order) ([]byte, error)',
  },
} satisfies Record<string, StepInfo>;
