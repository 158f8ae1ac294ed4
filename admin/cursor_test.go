package admin

import (
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
)

func TestCursor_IsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []cursor{
		{List: listScripts, Name: "greet"},
		{List: listScripts, Name: strings.Repeat("z", 100)},
		{List: listRoutes, ID: store.NewID()},
		{List: listVersions, Number: 42},
	} {
		got, err := parseCursor(c.String())
		if err != nil || got != c {
			t.Errorf("%+v became %+v, %v", c, got, err)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	for _, c := range []cursor{{}, {List: listLogs, ID: store.NewID()}, {List: listScripts, Name: "a"}, {List: listVersions, Number: 1}, {Number: -1}, {Name: "a", Number: 3}} {
		f.Add(c.String())
	}
	f.Add("")
	f.Add("e30")
	f.Add("eyJsIjoibG9ncyIsImkiOiIifQ==")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text)
		if err != nil {
			return
		}
		if c.Name == "" && c.ID.IsZero() && c.Number <= 0 {
			t.Errorf("%q is a cursor that points nowhere", text)
		}
		if c.String() != text {
			t.Errorf("%q and %q are one cursor", text, c.String())
		}
	})
}
