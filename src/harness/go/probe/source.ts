/**
 * The Go files that the probe build adds with -overlay; nothing is written to the learner's folder. The probe is a
 * package of its own, imported for its side effect only, so that no name of the learner's can collide with its names.
 */
import { probePackage } from '../../run/own-file.ts';

/** The environment variable that tells the probe where the grader listens: 'host:port token'. */
export const probeVariable = 'GO_CLOUD_WORKSHOP_PROBE';

export type ProbeOverlay = {
  /** Path relative to the module root → content. */
  files: Record<string, string>;
  /** What the build needs beside it; part of the flag set, so the standard library is compiled once for it. */
  env: Record<string, string>;
};

/**
 * `modulePath`: the module line of go.mod. `mainPackage`: '.' or 'cmd/server'. `exists`: whether the learner has a file
 * at a path. `goMinor`: 26 for go1.26; the goroutineleak profile is an experiment there and plain from 27 on.
 */
export function probeOverlay(
  modulePath: string,
  mainPackage: string,
  goMinor: number,
  exists: (path: string) => boolean,
): ProbeOverlay {
  const folder = mainPackage === '.' ? '' : `${mainPackage}/`;
  const importer = firstFree((suffix) => `${folder}zz_${probePackage}${suffix}.go`, exists);
  const files = {
    [importer]: `package main\n\nimport _ "${modulePath}/internal/${probePackage}"\n`,
    [`internal/${probePackage}/probe.go`]: probeSource,
  };
  return { files, env: goMinor === 26 ? { GOEXPERIMENT: 'goroutineleakprofile' } : {} };
}

function firstFree(name: (suffix: string) => string, exists: (path: string) => boolean): string {
  for (let n = 0; ; n++) {
    const path = name(n === 0 ? '' : String(n));
    if (!exists(path)) return path;
  }
}

const probeSource = `// Package ${probePackage} lets the grader look inside the program that it started, and ends the program when the
// grader is gone. Without its environment variable it does nothing.
package ${probePackage}

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

func init() {
	address, token, found := strings.Cut(os.Getenv("${probeVariable}"), " ")
	if !found {
		return
	}
	os.Unsetenv("${probeVariable}")
	go func() {
		defer os.Exit(70)
		grader, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		fmt.Fprintln(grader, token)
		questions := bufio.NewScanner(grader)
		for questions.Scan() {
			if answer, known := ask(questions.Text()); known {
				fmt.Fprintf(grader, "%d\\n%s", len(answer), answer)
			} else {
				fmt.Fprint(grader, "-1\\n")
			}
		}
	}()
}

func ask(question string) (answer []byte, known bool) {
	switch question {
	case "goroutines":
		return stacks("goroutine")
	case "leaked":
		return stacks("goroutineleak")
	case "memory":
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return fmt.Appendf(nil, "{\\"heap\\":%d,\\"stacks\\":%d,\\"sys\\":%d,\\"goroutines\\":%d}",
			stats.HeapInuse, stats.StackInuse, stats.Sys, runtime.NumGoroutine()), true
	}
	return nil, false
}

func stacks(profile string) (dump []byte, known bool) {
	found := pprof.Lookup(profile)
	if found == nil {
		return nil, false
	}
	var text bytes.Buffer
	found.WriteTo(&text, 2)
	return text.Bytes(), true
}
`;
