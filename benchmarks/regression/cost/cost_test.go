package cost

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestDifferences_NameWhatIsOff(t *testing.T) {
	t.Parallel()
	base := Cost{Allocations: 10, Bytes: 1000, Instructions: 20_000}
	for _, c := range []struct {
		name string
		got  Cost
		want []string
	}{
		{"the same", base, nil},
		{"one allocation more", Cost{11, 1000, 20_000}, []string{"11 allocations instead of 10 (+10.0 %, allowed are 0)"}},
		{"one allocation less", Cost{9, 1000, 20_000}, []string{"9 allocations instead of 10 (-10.0 %, allowed are 0)"}},
		{"a few bytes", Cost{10, 1040, 20_000}, nil},
		{"many bytes", Cost{10, 1100, 20_000}, []string{"1100 bytes instead of 1000 (+10.0 %, allowed are 46)"}},
		{"some instructions", Cost{10, 1000, 22_000}, nil},
		{"many instructions", Cost{10, 1000, 25_000}, []string{"25000 instructions instead of 20000 (+25.0 %, allowed are 2400)"}},
		{"instructions that were not counted", Cost{10, 1000, 0}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := differences(c.got, base); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWrite_KeepsWhatItDoesNotChange(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "baseline.json")
	for name, c := range map[string]Cost{"a": {Allocations: 1}, "b": {Bytes: 2, Instructions: 3}} {
		if err := write(file, name, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(file, "a", Cost{Allocations: 4}); err != nil {
		t.Fatal(err)
	}
	got, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	if list := got[platform()]; len(list) != 2 || list["a"].Allocations != 4 || list["b"].Instructions != 3 {
		t.Errorf("got %v", list)
	}
}

func TestPlatform_LeavesOutThePatchRelease(t *testing.T) {
	t.Parallel()
	if release, _, _ := strings.Cut(platform(), " "); strings.Count(release, ".") > 1 {
		t.Errorf("got %q", release)
	}
}

// What is stepped through is what the operation does: twice as much takes twice
// as many instructions.
func TestCheck_CountsInstructions(t *testing.T) {
	const rounds = 500
	file := filepath.Join(t.TempDir(), "baseline.json")
	var found [2]Cost
	for i, name := range []string{"once", "twice"} {
		t.Run(name, func(t *testing.T) {
			found[i] = Check(t, Operation{Baseline: file, Update: true, Steps: 3, Prepare: func(*testing.T) func() {
				var kept []byte
				return func() {
					kept = make([]byte, 64)
					for n := range rounds * (i + 1) {
						kept[n%64] += byte(n)
					}
				}
			}})
		})
	}
	if found[0].Allocations > 1 || found[0].Bytes > 64 {
		t.Errorf("%d allocations of %d bytes instead of at most one", found[0].Allocations, found[0].Bytes)
	}
	if found[0].Instructions == 0 {
		t.Skip("instructions cannot be counted here")
	}
	if one, two := found[0].Instructions, found[1].Instructions; one < 2*rounds || two < one*3/2 || two > one*5/2 {
		t.Errorf("%d instructions for one, %d for two", one, two)
	}
}
