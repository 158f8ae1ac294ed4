package admin

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
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

func TestSameTag_KnowsTagsOfCompressedAnswers(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]bool{
		`"5"`:           true,
		`"5-gzip"`:      true,
		`"5-zstd"`:      true,
		`"5-br"`:        true,
		`"5-deflate"`:   true,
		`"5-compress"`:  true,
		`"55"`:          false,
		`"55-gzip"`:     false,
		`"6-gzip"`:      false,
		`"5-"`:          false,
		`"5-GZIP"`:      false,
		`"5-x"`:         false,
		`"5-gzip-gzip"`: false,
		`"5gzip"`:       false,
		`"-gzip"`:       false,
		`"`:             false,
		``:              false,
	} {
		if got := sameTag(tag, etag(5)); got != want {
			t.Errorf("%s is %s: %t, want %t", tag, etag(5), got, want)
		}
	}
}

func TestIfMatch_TakesTheTagOfACompressedAnswer(t *testing.T) {
	t.Parallel()
	script := store.Script{Revision: 5}
	for value, want := range map[string]int64{
		`"5-gzip"`:      5,
		`"4", "5-zstd"`: 5,
		`*`:             0,
		``:              0,
	} {
		if got, err := (Precondition{IfMatch: value}).revision(script); got != want || err != nil {
			t.Errorf("%s asks for revision %d, %v, want %d", value, got, err, want)
		}
	}
	for value, want := range map[string]string{
		`"4-gzip"`:   "stale",
		`"55-gzip"`:  "stale",
		`W/"5-gzip"`: "bad_etag",
	} {
		_, err := Precondition{IfMatch: value}.revision(script)
		if p, ok := errors.AsType[*Problem](err); !ok || p.Code != want {
			t.Errorf("%s is refused with %v, want %s", value, err, want)
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
