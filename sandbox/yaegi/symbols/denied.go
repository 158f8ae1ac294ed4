package symbols

import (
	_ "embed"
	"path"
	"strings"
	"sync"
)

// denied.txt lists what the packages that scripts may import have in the
// standard library and not here: a line for each package, with the names.
//
//go:embed denied.txt
var deniedText string

// deniedNames are the names by package.
var deniedNames = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.Lines(deniedText) {
		words := strings.Fields(line)
		names := map[string]bool{}
		for _, name := range words[1:] {
			names[name] = true
		}
		all[words[0]] = names
	}
	return all
})

// Denied returns why scripts cannot use a name of a package that they may
// import, and what to use instead. It returns "" for a name that there is not
// in the standard library either.
func Denied(path, name string) string {
	if !deniedNames()[path][name] {
		return ""
	}
	text := qualified(path, name) + " is not available to scripts"
	if way := insteadOf(path, name); way != "" {
		text += ": " + way
	}
	return text
}

func qualified(p, name string) string { return path.Base(p) + "." + name }

// insteadOf says what to use instead of a name.
func insteadOf(path, name string) string {
	switch qualified(path, name) {
	case "http.Get", "http.Post", "http.PostForm", "http.Head", "http.Client", "http.DefaultClient", "http.NewRequest", "http.Transport":
		return "scripts open no connections"
	case "http.HandleFunc", "http.Handle", "http.ListenAndServe", "http.NewServeMux", "http.ServeMux", "http.Server", "http.StripPrefix":
		return "PiCloud serves the script: declare func Handle, and add routes for it"
	case "http.MaxBytesReader":
		return "the request body is bounded by the server's limit"
	case "http.FileServer", "http.ServeFile", "http.ServeContent", "http.Dir", "http.FS":
		return "scripts read no files: write the content, with its Content-Type"
	case "time.After", "time.AfterFunc", "time.NewTimer", "time.Timer", "time.Tick", "time.NewTicker", "time.Ticker":
		return "use time.Sleep, which ends at the script's time limit"
	case "time.Local":
		return "use time.UTC or time.LoadLocation"
	case "fmt.Scan", "fmt.Scanln", "fmt.Scanf", "fmt.Sscan", "fmt.Sscanf", "fmt.Sscanln", "fmt.Fscan", "fmt.Fscanf", "fmt.Fscanln":
		return "use strings.Fields, strings.Cut and package strconv"
	case "iter.Pull", "iter.Pull2":
		return "range over the iterator"
	case "sync.NewCond", "sync.Cond":
		return "scripts have no goroutines"
	case "rand.Seed":
		return "use rand.New(rand.NewSource(seed))"
	case "io.Pipe":
		return "use a bytes.Buffer"
	}
	switch path {
	case "unicode":
		return "use functions such as unicode.IsLetter"
	case "encoding/base64", "encoding/base32", "encoding/hex":
		return "use EncodeToString and DecodeString"
	}
	return ""
}

// Instead returns what to use instead of a package that scripts cannot import,
// or "".
func Instead(path string) string {
	switch path {
	case "log", "log/slog":
		return "use ctx.Log, or fmt.Println"
	case "os":
		return "scripts read no files and no environment"
	case "context":
		return "an execution ends at its time limit by itself"
	case "math/rand/v2":
		return "use math/rand"
	case "sync/atomic":
		return "use a plain variable: one request runs at a time in an instance"
	case "text/template", "html/template":
		return "use a strings.Builder, and html.EscapeString for text in HTML"
	case "io/ioutil":
		return "use io.ReadAll"
	case "reflect", "unsafe":
		return "use a type switch"
	case "math/big":
		return "use int64, uint64 or float64"
	case "testing":
		return "put tests into a file of their own and use package sdktest"
	case "net", "database/sql":
		return "scripts open no connections"
	case "encoding/csv":
		return "use strings.Split"
	}
	return ""
}
