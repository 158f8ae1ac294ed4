package stats

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// memory is a store of rows that can be out of reach.
type memory struct {
	mu   sync.Mutex
	rows []store.Stat
	down error
}

func (m *memory) PutStats(_ context.Context, rows []store.Stat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down != nil {
		return m.down
	}
	for _, row := range rows {
		m.rows = slices.DeleteFunc(m.rows, func(old store.Stat) bool {
			return old.Step == row.Step && old.Start.Equal(row.Start) && old.ScriptID == row.ScriptID && old.Run == row.Run
		})
		m.rows = append(m.rows, row)
	}
	return nil
}

func (m *memory) ListStats(_ context.Context, q store.StatQuery) ([]store.Stat, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []store.Stat
	for _, row := range m.rows {
		if row.Step == q.Step && !row.Start.Before(q.Since) && row.Start.Before(q.Until) &&
			(q.EachScript && !row.ScriptID.IsZero() || !q.EachScript && row.ScriptID == q.ScriptID) {
			list = append(list, row)
		}
	}
	return list, nil
}

func (m *memory) DeleteStats(_ context.Context, step time.Duration, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows = slices.DeleteFunc(m.rows, func(row store.Stat) bool { return row.Step == step && row.Start.Before(before) })
	return nil
}

func (m *memory) set(down error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// clock is a time that tests move.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(c.seconds.Load(), 0) }
func (c *clock) advance(d time.Duration) { c.seconds.Add(int64(d / time.Second)) }

// start returns a recorder whose clock is at the beginning of an hour.
func start(t *testing.T, m *memory) (*Recorder, *clock) {
	t.Helper()
	c := new(clock)
	c.seconds.Store(1_800_000_000 / hourSeconds * hourSeconds)
	r := NewRecorder(m, Options{Now: c.now})
	t.Cleanup(func() { _ = r.Close(context.Background()) })
	return r, c
}

func TestRecorder_ReportsTheSameFromMemoryAndStore(t *testing.T) {
	t.Parallel()
	m := new(memory)
	r, c := start(t, m)
	a, b := r.Series(scriptID{1}), r.Series(scriptID{2})
	for i := range 100 {
		a.Observe(c.now(), time.Duration(i)*time.Millisecond, i < 10)
		b.Observe(c.now(), time.Millisecond, false)
		c.advance(7 * time.Second)
	}
	for _, w := range []Window{LastHour, LastDay, LastWeek, LastMonth} {
		for _, script := range []scriptID{{}, {1}, {2}} {
			live, err := r.Report(t.Context(), w, script)
			if err != nil {
				t.Fatal(err)
			}
			want := map[scriptID]int64{{}: 200, {1}: 100, {2}: 100}[script]
			if live.Total.Count != want {
				t.Errorf("%s of %v: %d executions, want %d", w, script, live.Total.Count, want)
			}
		}
	}
	before := reports(t, r)
	if err := r.save(t.Context(), c.now().Unix()+minuteSeconds); err != nil {
		t.Fatal(err)
	}
	if len(m.rows) == 0 || len(r.pending) != 0 {
		t.Fatalf("%d rows are saved, %d minutes still pending", len(m.rows), len(r.pending))
	}
	if after := reports(t, r); !slices.EqualFunc(before, after, equalReports) {
		t.Errorf("before saving: %+v\nafter: %+v", before, after)
	}

	// Another run of the process goes on counting in the same minute.
	second := NewRecorder(m, Options{Now: c.now})
	second.Series(scriptID{1}).Observe(c.now(), time.Second, true)
	if err := second.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 101 || report.Total.Errors != 11 {
		t.Errorf("after a second run: %+v, %v", report.Total, err)
	}
}

func reports(t *testing.T, r *Recorder) []Report {
	t.Helper()
	var list []Report
	for _, w := range []Window{LastHour, LastDay, LastWeek, LastMonth} {
		for _, script := range []scriptID{{}, {1}, {2}} {
			report, err := r.Report(t.Context(), w, script)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, report)
		}
	}
	return list
}

func equalReports(a, b Report) bool {
	return a.Total == b.Total && slices.Equal(a.Points, b.Points) && slices.Equal(a.Scripts, b.Scripts)
}

func TestRecorder_DividesWindowsIntoPoints(t *testing.T) {
	t.Parallel()
	r, c := start(t, new(memory))
	s := r.Series(scriptID{1})
	s.Observe(c.now(), 10*time.Millisecond, false)
	c.advance(30 * time.Minute)
	s.Observe(c.now(), 20*time.Millisecond, true)
	for w, points := range map[Window]int{LastHour: 60, LastDay: 96, LastWeek: 168, LastMonth: 120} {
		report, err := r.Report(t.Context(), w, store.ID{})
		if err != nil || len(report.Points) != points {
			t.Fatalf("%s: %d points, want %d; %v", w, len(report.Points), points, err)
		}
		var count int64
		for i, p := range report.Points {
			count += p.Count
			if i > 0 && !p.At.Equal(report.Points[i-1].At.Add(report.Step)) {
				t.Errorf("%s: a gap before %v", w, p.At)
			}
		}
		if count != 2 || report.Total.Errors != 1 {
			t.Errorf("%s: the points hold %d executions of 2; total %+v", w, count, report.Total)
		}
		if len(report.Scripts) != 1 || report.Scripts[0].Count != 2 {
			t.Errorf("%s: scripts %+v", w, report.Scripts)
		}
	}
	if _, err := r.Report(t.Context(), "2h", store.ID{}); err == nil {
		t.Error("an unknown window is reported")
	}
}

func TestRecorder_KeepsRowsUntilTheStoreTakesThem(t *testing.T) {
	t.Parallel()
	m := new(memory)
	m.set(store.ErrUnavailable)
	r, c := start(t, m)
	s := r.Series(scriptID{1})
	for range 3 {
		s.Observe(c.now(), time.Millisecond, false)
		c.advance(time.Minute)
		if err := r.save(t.Context(), c.now().Unix()); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("saving: %v", err)
		}
	}
	for _, w := range []Window{LastHour, LastWeek} {
		report, err := r.Report(t.Context(), w, scriptID{1})
		if err != nil || report.Total.Count != 3 {
			t.Errorf("%s, unsaved: %+v, %v", w, report.Total, err)
		}
	}
	m.set(nil)
	if err := r.save(t.Context(), c.now().Unix()); err != nil {
		t.Fatal(err)
	}
	report, err := r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 3 {
		t.Errorf("%+v, %v", report.Total, err)
	}
	report, err = r.Report(t.Context(), LastWeek, scriptID{1})
	if err != nil || report.Total.Count != 3 {
		t.Errorf("by the hour: %+v, %v", report.Total, err)
	}
}

// An hour that is in the store already gets another minute, which is not.
func TestRecorder_CountsOnceWhatIsWrittenAnew(t *testing.T) {
	t.Parallel()
	m := new(memory)
	r, c := start(t, m)
	s := r.Series(scriptID{1})
	for want := int64(1); want <= 3; want++ {
		s.Observe(c.now(), time.Millisecond, false)
		c.advance(time.Minute)
		if want == 2 {
			m.set(store.ErrUnavailable)
		}
		if err := r.save(t.Context(), c.now().Unix()); (err != nil) != (want >= 2) {
			t.Fatal(err)
		}
		for _, script := range []scriptID{{}, {1}} {
			report, err := r.Report(t.Context(), LastWeek, script)
			if err != nil || report.Total.Count != want || script.IsZero() && report.Scripts[0].Count != want {
				t.Errorf("%+v of %d; %v", report, want, err)
			}
		}
	}
}

func TestRecorder_ReportsWhileTheStoreHangs(t *testing.T) {
	t.Parallel()
	m := new(memory)
	began, release := make(chan struct{}), make(chan struct{})
	hanging := &hanging{memory: m, began: began, release: release}
	c := new(clock)
	c.seconds.Store(1_800_000_000 / hourSeconds * hourSeconds)
	r := NewRecorder(hanging, Options{Now: c.now})
	r.Series(scriptID{1}).Observe(c.now(), time.Millisecond, false)
	saved := make(chan error)
	go func() { saved <- r.save(t.Context(), c.now().Unix()+minuteSeconds) }()
	<-began
	report, err := r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 1 {
		t.Errorf("while it hangs: %+v, %v", report.Total, err)
	}
	close(release)
	if err := <-saved; err != nil {
		t.Error(err)
	}
	report, err = r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 1 {
		t.Errorf("afterwards: %+v, %v", report.Total, err)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// hanging writes when it is released.
type hanging struct {
	*memory
	began, release chan struct{}
}

func (h *hanging) PutStats(ctx context.Context, rows []store.Stat) error {
	close(h.began)
	<-h.release
	return h.memory.PutStats(ctx, rows)
}

// A report that is read while rows are written has each count once.
func TestRecorder_ReportsWhatIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	m := &between{memory: new(memory)}
	c := new(clock)
	c.seconds.Store(1_800_000_000 / hourSeconds * hourSeconds)
	r := NewRecorder(m, Options{Now: c.now})
	r.Series(scriptID{1}).Observe(c.now(), time.Millisecond, false)
	m.after = sync.OnceFunc(func() {
		if err := r.save(t.Context(), c.now().Unix()+minuteSeconds); err != nil {
			t.Error(err)
		}
	})
	report, err := r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 1 {
		t.Errorf("%+v, %v", report.Total, err)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// between does something between reading rows and returning them.
type between struct {
	*memory
	after func()
}

func (b *between) ListStats(ctx context.Context, q store.StatQuery) ([]store.Stat, error) {
	rows, err := b.memory.ListStats(ctx, q)
	b.after()
	return rows, err
}

func TestRecorder_DeletesOldRows(t *testing.T) {
	t.Parallel()
	m := new(memory)
	r, c := start(t, m)
	s := r.Series(scriptID{1})
	for range 60 {
		s.Observe(c.now(), time.Millisecond, false)
		c.advance(time.Hour)
		if err := r.save(t.Context(), c.now().Unix()); err != nil {
			t.Fatal(err)
		}
	}
	byStep := map[time.Duration]int{}
	for _, row := range m.rows {
		byStep[row.Step]++
	}
	if byStep[time.Minute] > 2*27 || byStep[time.Hour] != 2*60 {
		t.Errorf("rows by step: %v", byStep)
	}
}

func TestSeries_CountsConcurrentExecutionsOverMinutes(t *testing.T) {
	t.Parallel()
	m := new(memory)
	r, c := start(t, m)
	s := r.Series(scriptID{1})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 5000 {
				if i%1000 == 0 {
					c.advance(11 * time.Second)
				}
				s.Observe(c.now(), time.Millisecond, false)
			}
		})
	}
	wg.Wait()
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := r.Report(t.Context(), LastHour, scriptID{1})
	if err != nil || report.Total.Count != 40_000 {
		t.Errorf("%d of 40000 counted, %v", report.Total.Count, err)
	}
}

func TestRecorder_WritesAMinuteThatIsOver(t *testing.T) {
	t.Parallel()
	m := new(memory)
	r, c := start(t, m)
	at := c.now()
	c.advance(2 * time.Minute) // so it is due as soon as the recorder looks
	r.Series(scriptID{1}).Observe(at, time.Millisecond, false)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		m.mu.Lock()
		n := len(m.rows)
		m.mu.Unlock()
		if n == 4 { // minute and hour, of the script and of all
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d rows after a minute", n)
		}
	}
}
