package logsink

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/picloud/picloud/store"
)

func TestSink_WritesFewerLargeRecordsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := new(recorder)
		s := New(w, Options{})
		long := strings.Repeat("x", 1<<20)
		for range 10 {
			s.Offer(store.Execution{Error: long})
		}
		mustClose(t, s)
		if got := w.sizes(); got != "[4 4 2]" {
			t.Errorf("batches = %s, want [4 4 2]", got)
		}
	})
}

func TestSink_WritesInPartsWhatIsNotWrittenInTime(t *testing.T) {
	t.Parallel()
	slow := map[string]func(context.Context, []store.Execution) error{
		"by the sink's limit": hang,
		"by the store's": func(context.Context, []store.Execution) error {
			time.Sleep(time.Second / 2)
			return fmt.Errorf("%w: %w", store.ErrUnavailable, context.DeadlineExceeded)
		},
	}
	for name, hang := range slow {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &recorder{fail: func(ctx context.Context, batch []store.Execution) error {
					if len(batch) > 300 {
						return hang(ctx, batch)
					}
					return nil
				}}
				s := New(w, Options{WriteTimeout: time.Second})
				offer(s, 1000)
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := w.sizes(); got != "[250 250 250 250]" {
					t.Errorf("batches = %s, want four quarters", got)
				}
				wantStats(t, s, Stats{Offered: 1000, Written: 1000})
				mustClose(t, s)
			})
		})
	}
}
