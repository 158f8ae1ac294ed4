package auth

import (
	"crypto/sha256"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSecret_HasItsFormAndIsNeverTheSame(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^pcl_[0-9A-Za-z]{49}$`)
	seen := map[string]bool{}
	for range 1000 {
		secret := newSecret(tokenPrefix)
		if !form.MatchString(secret) || seen[secret] {
			t.Fatalf("%q", secret)
		}
		seen[secret] = true
		hash, ok := hashSecret(tokenPrefix, secret)
		if !ok || hash != sha256.Sum256([]byte(secret)) {
			t.Fatalf("%q: %t %x", secret, ok, hash)
		}
	}
}

func TestSecret_AnySingleMistakeIsSeenWithoutALookup(t *testing.T) {
	t.Parallel()
	secret := newSecret(tokenPrefix)
	for i := range secret {
		for _, wrong := range []byte{'0', 'a', 'Z', ' ', 0xff} {
			text := []byte(secret)
			if text[i] == wrong {
				continue
			}
			text[i] = wrong
			if _, ok := hashSecret(tokenPrefix, string(text)); ok {
				t.Errorf("%q passes for %q", text, secret)
			}
		}
	}
	for _, text := range []string{"", tokenPrefix, secret[1:], secret[:len(secret)-1], secret + "0", " " + secret, strings.ToLower(secret), sessionPrefix + secret[len(sessionPrefix):]} {
		if _, ok := hashSecret(tokenPrefix, text); ok {
			t.Errorf("%q passes", text)
		}
	}
	if _, ok := hashSecret(sessionPrefix, secret); ok {
		t.Error("a token passes for a session")
	}
}

func TestBase62_HoldsTheLargestSecretAndChecksum(t *testing.T) {
	t.Parallel()
	base := big.NewInt(62)
	for _, c := range []struct{ bits, digits int }{{8 * randomBytes, randomDigits}, {32, checkDigits}} {
		most := new(big.Int).Lsh(big.NewInt(1), uint(c.bits))
		if new(big.Int).Exp(base, big.NewInt(int64(c.digits)), nil).Cmp(most) < 0 {
			t.Errorf("%d digits do not hold %d bits", c.digits, c.bits)
		}
	}
	if got := base62(big.NewInt(61*62+1), 4); got != "00z1" {
		t.Errorf("got %q", got)
	}
}

func FuzzHashSecret(f *testing.F) {
	f.Add(newSecret(tokenPrefix))
	f.Add("pcl_")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		hash, ok := hashSecret(tokenPrefix, text)
		if ok && (len(text) != 53 || !strings.HasPrefix(text, tokenPrefix) || hash != sha256.Sum256([]byte(text))) {
			t.Errorf("%q passes", text)
		}
	})
}

func TestScope_IncludesThoseBelow(t *testing.T) {
	t.Parallel()
	all := []Scope{None, Anyone, Read, Write, Admin, Admin + 1}
	allowed := map[Scope][]Scope{
		None:   {Anyone},
		Anyone: {Anyone},
		Read:   {Anyone, Read},
		Write:  {Anyone, Read, Write},
		Admin:  {Anyone, Read, Write, Admin},
	}
	for holder, want := range allowed {
		var got []Scope
		for _, need := range all {
			if holder.Allows(need) {
				got = append(got, need)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d allows %v, want %v", holder, got, want)
		}
	}
}

func TestParseScopes_TakesTheLargest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   []string
		want []string
	}{
		{[]string{"read"}, []string{"read"}},
		{[]string{"write"}, []string{"read", "write"}},
		{[]string{"admin", "read"}, []string{"read", "write", "admin"}},
		{[]string{"write", "write"}, []string{"read", "write"}},
		{nil, nil},
		{[]string{""}, nil},
		{[]string{"read", "root"}, nil},
		{[]string{"Admin"}, nil},
	} {
		scope, err := ParseScopes(c.in)
		if (err != nil) != (c.want == nil) || err == nil && !slices.Equal(scope.Names(), c.want) {
			t.Errorf("%q: %v %v, want %v", c.in, scope.Names(), err, c.want)
		}
	}
}
