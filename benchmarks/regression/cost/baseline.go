package cost

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// baseline is what operations cost, by platform and by the name of their test.
type baseline map[string]map[string]Cost

// platform is what a baseline holds for: another release of Go compiles other
// instructions and may allocate elsewhere.
func platform() string {
	release := strings.SplitN(runtime.Version(), ".", 3)
	return fmt.Sprintf("%s %s/%s", strings.Join(release[:min(len(release), 2)], "."), runtime.GOOS, runtime.GOARCH)
}

func read(file string) (baseline, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return baseline{}, nil
	}
	if err != nil {
		return nil, err
	}
	b := baseline{}
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return b, nil
}

// write changes what a baseline says of one test. Tests of other packages may
// be run at the same time: the file is replaced as a whole.
func write(file, test string, c Cost) error {
	b, err := read(file)
	if err != nil {
		return err
	}
	if b[platform()] == nil {
		b[platform()] = map[string]Cost{}
	}
	b[platform()][test] = c
	text, err := json.MarshalIndent(b, "", "\t")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".baseline-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(append(text, '\n'))
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	return err
}

// compare fails the test where a cost is off the baseline.
func compare(t *testing.T, file string, got Cost) {
	t.Helper()
	b, err := read(file)
	if err != nil {
		t.Error(err)
		return
	}
	list, known := b[platform()]
	if !known {
		t.Logf("%s has no baseline for %s: nothing is compared; -update writes one", file, platform())
		return
	}
	want, known := list[t.Name()]
	if !known {
		t.Errorf("%s has no baseline for this test; -update writes one", file)
		return
	}
	for _, line := range differences(got, want) {
		t.Errorf("%s; if that is meant to be, go test -run %s -update writes it to %s", line, t.Name(), filepath.Base(file))
	}
}

// differences are the ways in which a cost is off what is wanted. What has
// become a good deal cheaper counts, for else it could become as dear again
// without anybody noticing.
func differences(got, want Cost) (list []string) {
	for _, figure := range []struct {
		name      string
		got, want int64
		percent   int64 // that it may be off
		slack     int64 // in any case
	}{
		// Maps and pools may grow in the middle of a round.
		{"allocations", got.Allocations, want.Allocations, 2, 0},
		{"bytes", got.Bytes, want.Bytes, 3, 16},
		// Seeds of hashes differ between processes, and so does what is found at once.
		{"instructions", got.Instructions, want.Instructions, 12, 0},
	} {
		if figure.got == 0 && figure.name == "instructions" || figure.want == 0 && figure.name == "instructions" {
			continue // they could not be counted, here or there
		}
		allowed := figure.want*figure.percent/100 + figure.slack
		if figure.got > figure.want+allowed || figure.got < figure.want-allowed {
			list = append(list, fmt.Sprintf("%d %s instead of %d (%+.1f %%, allowed are %d)", figure.got, figure.name, figure.want,
				100*float64(figure.got-figure.want)/float64(max(figure.want, 1)), allowed))
		}
	}
	return list
}
