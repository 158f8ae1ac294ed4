package sandbox

import "testing"

func TestCleanText_MakesTextOfAnything(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "plain": "plain", "gr\u00fc\u00df": "gr\u00fc\u00df",
		"a\x00b": "a\uFFFDb", "a\xff\xfeb": "a\uFFFDb", "\x00\x00": "\uFFFD\uFFFD",
	} {
		if got := CleanText(text); got != want {
			t.Errorf("%q is made %q, not %q", text, got, want)
		}
	}
}
