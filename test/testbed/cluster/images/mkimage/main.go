// Command mkimage writes a one-layer image of one binary, in the form that
// `docker save` has and `ctr images import` reads:
//
//	mkimage REFERENCE BINARY OUT.tar
package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: mkimage REFERENCE BINARY OUT.tar")
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

type file struct {
	name string
	mode int64
	data []byte
}

func write(reference, binary, out string) error {
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	name := filepath.Base(binary)
	layer := archive(file{name, 0o755, program})
	id := sum(layer)
	config := encode(map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "created": "1970-01-01T00:00:00Z",
		"config":  map[string]any{"Entrypoint": []string{"/" + name}, "User": "65535:65535"},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + id}},
		"history": []any{map[string]any{"created": "1970-01-01T00:00:00Z"}},
	})
	manifest := encode([]any{map[string]any{
		"Config": sum(config) + ".json", "RepoTags": []string{reference}, "Layers": []string{id + "/layer.tar"},
	}})
	return os.WriteFile(out, archive(
		file{sum(config) + ".json", 0o644, config},
		file{id + "/layer.tar", 0o644, layer},
		file{"manifest.json", 0o644, manifest},
	), 0o644)
}

func archive(files ...file) []byte {
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for _, f := range files {
		must(w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.data))}))
		_, err := w.Write(f.data)
		must(err)
	}
	must(w.Close())
	return buffer.Bytes()
}

func encode(v any) []byte {
	data, err := json.Marshal(v)
	must(err)
	return data
}

func sum(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// must stands for what cannot fail: everything goes to memory.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
