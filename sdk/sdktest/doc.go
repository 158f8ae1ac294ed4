// Package sdktest runs the Handle function of a PiCloud script in an ordinary
// go test, without a server:
//
//	func TestHandle(t *testing.T) {
//		got := sdktest.Run(t, Handle, sdktest.Request{
//			URL:    "/greet/ann?lang=en",
//			Params: map[string]string{"name": "ann"},
//		})
//		if got.Status != 200 || got.Body != "Hello, ann!" {
//			t.Errorf("got %d %q", got.Status, got.Body)
//		}
//	}
//
// What Handle returns becomes a response by the rules of the platform: the code
// is the same. The handler itself is compiled by Go, so there are no limits, and
// what the script language refuses is accepted here.
package sdktest
