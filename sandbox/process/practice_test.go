package process

import (
	"net/http"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

// A practice that ends early makes the first request slow and nothing else, so
// nobody would notice.
func TestPractice_SucceedsToItsEnd(t *testing.T) {
	t.Parallel()
	e := local.New(yaegi.New(), local.Options{})
	t.Cleanup(func() { _ = e.Close() })
	response := &childResponse{header: http.Header{}}
	r := e.Execute(t.Context(), practiceCall(), response)
	if r.Outcome != sandbox.OK || len(r.Logs) != 2 || response.failure != nil {
		t.Errorf("got %+v, %v", r, response.failure)
	}
}
