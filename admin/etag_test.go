package admin

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestIfMatch(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]ifMatch{
		``:                   {},
		`  `:                 {},
		`*`:                  {any: true},
		` * `:                {any: true},
		`"1"`:                {tags: []string{`"1"`}},
		`"1", "2"`:           {tags: []string{`"1"`, `"2"`}},
		`, "1" ,,	"2",`:      {tags: []string{`"1"`, `"2"`}},
		`"a,b"`:              {tags: []string{`"a,b"`}},
		`""`:                 {tags: []string{`""`}},
		"\"\xe9\"":           {tags: []string{"\"\xe9\""}},
		`"W/"`:               {tags: []string{`"W/"`}},
		`"1","1" , "\back\"`: {tags: []string{`"1"`, `"1"`, `"\back\"`}},
	} {
		got, err := parseIfMatch(value)
		if err != nil || got.any != want.any || !slices.Equal(got.tags, want.tags) {
			t.Errorf("%q is %+v, %v, want %+v", value, got, err, want)
		}
	}
	for value, want := range map[string]error{
		`1`:         errMalformedTag,
		`"1`:        errMalformedTag,
		`1"`:        errMalformedTag,
		`"1" "2"`:   errMalformedTag,
		`"1"2`:      errMalformedTag,
		`,`:         errMalformedTag,
		`*, "1"`:    errMalformedTag,
		`"1", *`:    errMalformedTag,
		`"1 2"`:     errMalformedTag,
		"\"\x7f\"":  errMalformedTag,
		`w/"1"`:     errMalformedTag,
		`W/1`:       errMalformedTag,
		`W/"1"`:     errWeakTag,
		`"2",W/"1"`: errWeakTag,
	} {
		if got, err := parseIfMatch(value); !errors.Is(err, want) {
			t.Errorf("%q is %+v, %v, want %v", value, got, err, want)
		}
	}
}

func FuzzParseIfMatch(f *testing.F) {
	for _, value := range []string{``, `*`, `"1"`, `"1", "2"`, `W/"1"`, `"a,b",,"c"`, `"`, `,`} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		m, err := parseIfMatch(value)
		if err != nil {
			if m.any || m.tags != nil {
				t.Errorf("%q is %+v beside %v", value, m, err)
			}
			return
		}
		for _, tag := range m.tags {
			if len(tag) < 2 || tag[0] != '"' || tag[len(tag)-1] != '"' || strings.Contains(tag[1:len(tag)-1], `"`) || !strings.Contains(value, tag) {
				t.Errorf("%q has the tag %q", value, tag)
			}
		}
		again, err := parseIfMatch(strings.Join(m.tags, ","))
		if err != nil || !slices.Equal(again.tags, m.tags) {
			t.Errorf("%q is %+v and then %+v, %v", value, m, again, err)
		}
	})
}
