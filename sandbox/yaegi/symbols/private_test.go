package symbols

import (
	"encoding/base64"
	"go/constant"
	"hash/crc32"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sdk"
)

// Nothing that can be written to is shared between interpreters, or with the
// rest of the process.
func TestExports_ShareNoVariable(t *testing.T) {
	t.Parallel()
	one, two := Exports(&recorder{}, Packages()), Exports(&recorder{}, Packages())
	for key, symbols := range one {
		for name, v := range symbols {
			if v.CanSet() || v.CanAddr() {
				t.Errorf("%s.%s can be assigned", key, name)
			}
			if _, constant := v.Interface().(constant.Value); constant || v.Kind() != reflect.Pointer || v.IsNil() {
				continue
			}
			if v.Type() == reflect.TypeFor[*time.Location]() {
				// time.UTC: == on Time compares the pointer, and the type checker
				// lets nobody at the fields. What remains is *time.UTC = ...
				continue
			}
			if v.Pointer() == two[key][name].Pointer() {
				t.Errorf("%s.%s is one variable of two interpreters", key, name)
			}
			if v.Type() == reflect.TypeFor[*base64.Encoding]() {
				t.Errorf("%s.%s is the original", key, name)
			}
		}
	}
}

func TestExports_CannotBeUsedToChangeTheProcess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`*base64.StdEncoding = *base64.URLEncoding; return 1`,
		`t := crc32.MakeTable(crc32.IEEE); *t = crc32.Table{}; return 1`,
		`io.EOF = nil; return 1`,
		`sdk.ErrEmptyBody = nil; return 1`,
	} {
		func() {
			defer func() { _ = recover() }() // of assignments that cannot be made
			run(t, &recorder{}, `package main
import ("encoding/base64"; "hash/crc32"; "io"; "github.com/picloud/picloud/sdk")
var _, _, _, _ = base64.NewEncoding, crc32.New, io.EOF, sdk.Text
func F() any { `+body+` }`)
		}()
	}
	if got := base64.StdEncoding.EncodeToString([]byte("\xff\xff")); got != "//8=" {
		t.Errorf("base64 gives %q", got)
	}
	if crc32.IEEETable[1] == 0 {
		t.Error("the table of crc32 was written to")
	}
	if sdk.ErrEmptyBody == nil {
		t.Error("a variable was assigned")
	}
	if got := run(t, &recorder{}, `package main
import "encoding/base64"
func F() any { return base64.StdEncoding.EncodeToString([]byte("\xff\xff")) }`); got != "//8=" {
		t.Errorf("base64 of another interpreter gives %q", got)
	}
}

func TestExports_RandomNumbersAreEachInterpretersOwn(t *testing.T) {
	t.Parallel()
	const source = `package main
import "math/rand"
func F() any { return rand.Int63() }`
	if one, two := run(t, &recorder{}, source), run(t, &recorder{}, source); one == two {
		t.Errorf("two interpreters begin with %d", one)
	}
}

func TestExports_KeepYaegiFromItsOwnSources(t *testing.T) {
	t.Parallel()
	for key := range Exports(&recorder{}, Packages()) {
		if key == "fmt/fmt" {
			t.Error("the key fmt/fmt makes yaegi replace symbols")
		}
		if key != "." && !strings.Contains(key, "/./") {
			t.Errorf("the key %s may be one that yaegi knows", key)
		}
	}
	if got := Exports(&recorder{}, []string{"os", "unsafe", "reflect", "../x"}); len(got) != len(interfaceWrappers())+1 {
		t.Errorf("paths that are not allowed add symbols: %d", len(got))
	}
}

func TestLoadLocation_KnowsTheZonesButNotTheServers(t *testing.T) {
	t.Parallel()
	load := loadLocation(&recorder{})
	if loc, err := load("Local"); err != nil || loc != time.UTC {
		t.Errorf("Local is %v, %v", loc, err)
	}
	if loc, err := load("America/New_York"); err != nil || loc.String() != "America/New_York" {
		t.Errorf("New York is %v, %v", loc, err)
	}
	for _, name := range []string{"../../etc/passwd", "/etc/passwd", "No/Where"} {
		if loc, err := load(name); err == nil {
			t.Errorf("%s is %v", name, loc)
		}
	}
}
