package yaegi

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

type outcome struct {
	response *sdk.Response
	err      error
	out      string
}

func callOnce(inst sandbox.Instance, m *sandbox.Meter) outcome {
	var out strings.Builder
	inv := &sandbox.Invocation{Request: &sdk.Request{Method: "GET", Path: "/", Params: map[string]string{"name": "bob"}}, Print: func(s string) { out.WriteString(s) }}
	ch := make(chan outcome, 1)
	inst.Call(m, inv, func(r *sdk.Response, err error) { ch <- outcome{r, err, ""} })
	select {
	case o := <-ch:
		o.out = out.String()
		return o
	case <-time.After(10 * time.Second):
		return outcome{nil, &sandbox.LimitError{Outcome: "HANG"}, ""}
	}
}

func TestPlay(t *testing.T) {
	file := os.Getenv("PLAY")
	if file == "" {
		t.Skip()
	}
	for _, f := range strings.Fields(file) {
		b, _ := os.ReadFile(f)
		t.Logf("==== %s", f)
		p, err := New().Compile(string(b))
		if err != nil {
			t.Logf("COMPILE: %v", err)
			continue
		}
		inst, err := p.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
		if err != nil {
			t.Logf("INSTANTIATE: %v", err)
			continue
		}
		m := sandbox.NewMeter(sandbox.Limits{Operations: 2_000_000}, nil)
		start := time.Now()
		o := callOnce(inst, m)
		body := ""
		if o.response != nil {
			body = string(o.response.Body)
		}
		t.Logf("err=%v body=%s used=%d %v\n%s", o.err, body, m.Used(), time.Since(start), o.out)
	}
}
