package remote_test

import (
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process"
	"github.com/picloud/picloud/sandbox/remote"
	"github.com/picloud/picloud/sandbox/sandboxtest"
)

const testKey = "0123456789abcdef0123456789abcdef"

// The suite runs over a real connection and real worker processes. The memory
// it watches is that of this process, which is both the caller and the node.
func TestRemote_PassesTheSuite(t *testing.T) {
	sandboxtest.Run(t, sandboxtest.Harness{New: overProcess, HardMemory: runtime.GOOS == "linux" && !raceDetector})
}

func overProcess(t testing.TB) sandbox.Executor {
	t.Helper()
	var limits sandbox.Limits
	if raceDetector {
		limits.Memory = 512 << 20
	}
	near, err := process.New(process.Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = near.Close() }) // it has nothing that could fail
	handler, err := remote.NewHandler(remote.NewNode(near), remote.HandlerOptions{Keys: []string{testKey}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	e, err := remote.New(remote.Options{Nodes: []string{server.URL}, Key: testKey, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
