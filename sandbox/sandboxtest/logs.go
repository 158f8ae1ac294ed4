package sandboxtest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

func testLogs(s *subject) {
	s.Run("levels, attributes and print", func(t *testing.T) {
		s := s.with(t)
		began := time.Now()
		a := s.ok(s.run(&sandbox.Call{Script: s.script(returns(`ctx.Log.Debug("d")
	ctx.Log.Info("i", "n", 7, "s", "text", "f", 1.5, "none", nil, "list", []int{1, 2})
	ctx.Log.Warn("w", "err", errors.New("failed"))
	fmt.Println("printed", 7)
	ctx.Log.Error("e", "odd")
	fmt.Print("in ", "pieces")
	fmt.Printf(" and %s\nnext", "more")
	return "ok", nil`, "errors", "fmt"))}))
		want := []sandbox.LogLine{
			{Level: "debug", Message: "d"},
			{Level: "info", Message: "i", Attrs: map[string]string{"n": "7", "s": "text", "f": "1.5", "none": "<nil>", "list": "[1 2]"}},
			{Level: "warn", Message: "w", Attrs: map[string]string{"err": "failed"}},
			{Level: "print", Message: "printed 7"},
			{Level: "error", Message: "e", Attrs: map[string]string{"!BADKEY": "odd"}},
			{Level: "print", Message: "in pieces and more"},
			{Level: "print", Message: "next"},
		}
		if len(a.Logs) != len(want) || a.Dropped != 0 {
			s.Fatalf("got %d lines and %d dropped, want %d: %v", len(a.Logs), a.Dropped, len(want), a.Logs)
		}
		last := began.Add(-time.Second)
		for i, line := range a.Logs {
			if line.Time.Before(last) || line.Time.After(time.Now().Add(time.Second)) {
				s.Errorf("line %d is of %s", i, line.Time)
			}
			last = line.Time
			line.Time = time.Time{}
			if len(line.Attrs) == 0 {
				line.Attrs = nil
			}
			if !reflect.DeepEqual(line, want[i]) {
				s.Errorf("line %d is %+v, want %+v", i, line, want[i])
			}
		}
	})
	for _, tt := range []struct {
		name    string
		body    string
		limits  sandbox.Limits
		kept    int
		dropped int
	}{
		{"none", `return "ok", nil`, sandbox.Limits{}, 0, 0},
		{"lines over the limit", "for i := 0; i < 10; i++ {\n\tctx.Log.Info(\"x\")\n}\nreturn \"ok\", nil", sandbox.Limits{LogLines: 3}, 3, 7},
		{"printed lines over the limit", "for i := 0; i < 10; i++ {\n\tfmt.Println(i)\n}\nreturn \"ok\", nil", sandbox.Limits{LogLines: 4}, 4, 6},
		{"exactly the limit", "for i := 0; i < 5; i++ {\n\tctx.Log.Info(\"12345678\")\n}\nreturn \"ok\", nil", sandbox.Limits{LogLines: 5, LogBytes: 40}, 5, 0},
		{"bytes over the limit", "for i := 0; i < 10; i++ {\n\tctx.Log.Info(\"12345678\")\n}\nreturn \"ok\", nil", sandbox.Limits{LogBytes: 32}, 4, 6},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			imports := []string{"fmt"}
			if !strings.Contains(tt.body, "fmt.") {
				imports = nil
			}
			a := s.ok(s.run(&sandbox.Call{Script: s.script(returns(tt.body, imports...)), Limits: tt.limits}))
			if len(a.Logs) != tt.kept || a.Dropped != tt.dropped {
				s.Errorf("kept %d and dropped %d, want %d and %d", len(a.Logs), a.Dropped, tt.kept, tt.dropped)
			}
		})
	}
	s.Run("one line over the limit", func(t *testing.T) {
		s := s.with(t)
		a := s.ok(s.run(&sandbox.Call{
			Script: s.script(returns("ctx.Log.Info(strings.Repeat(\"x\", 1000))\nctx.Log.Info(\"after\")\nreturn \"ok\", nil", "strings")),
			Limits: sandbox.Limits{LogBytes: 100},
		}))
		if a.Dropped == 0 {
			s.Errorf("nothing was counted as dropped: %v", a.Logs)
		}
	})
	s.Run("text that is none", func(t *testing.T) {
		s := s.with(t)
		a := s.ok(s.run(&sandbox.Call{Script: s.script(returns("ctx.Log.Info(\"a\\x00b\\xffc\", \"k\\xff\", \"v\\x00\")\nreturn \"ok\", nil"))}))
		if len(a.Logs) != 1 || !strings.HasPrefix(a.Logs[0].Message, "a") || !strings.HasSuffix(a.Logs[0].Message, "c") {
			s.Errorf("got %+v", a.Logs)
		}
	})
	s.Run("of executions that fail", func(t *testing.T) {
		s := s.with(t)
		for _, tt := range []struct {
			end  string
			want sandbox.Outcome
		}{
			{`panic("x")`, sandbox.Failed},
			{"for {\n}", sandbox.OperationLimit},
		} {
			a := s.run(&sandbox.Call{
				Script: s.script(returns("ctx.Log.Info(\"before\")\n" + tt.end)),
				Limits: sandbox.Limits{Operations: 100_000, Timeout: 10 * time.Second},
			})
			s.wants(a, tt.want)
			if len(a.Logs) != 1 || a.Logs[0].Message != "before" {
				s.Errorf("%s: got %+v", tt.end, a.Logs)
			}
		}
	})
}
