//go:build ignore

// Imports what the service of stage 05 imports, so that building it fills the build cache of the golang stand-in image.
package main

import (
	_ "bufio"
	_ "bytes"
	_ "context"
	_ "crypto/rand"
	_ "crypto/tls"
	_ "encoding/hex"
	_ "encoding/json"
	_ "errors"
	_ "flag"
	_ "fmt"
	_ "io"
	_ "log"
	_ "log/slog"
	_ "maps"
	_ "mime"
	_ "net"
	_ "net/http"
	_ "net/url"
	_ "os"
	_ "os/signal"
	_ "path"
	_ "slices"
	_ "strconv"
	_ "strings"
	_ "sync"
	_ "sync/atomic"
	_ "syscall"
	_ "time"
)

func main() {}
