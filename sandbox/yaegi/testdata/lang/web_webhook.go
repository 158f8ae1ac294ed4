// Verifies a signature and reacts to the kind of event.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Event struct {
	Action string `json:"action"`
	Repo   struct {
		FullName string `json:"full_name"`
	} `json:"repository"`
	Commits []struct {
		ID      string   `json:"id"`
		Message string   `json:"message"`
		Added   []string `json:"added"`
	} `json:"commits"`
}

func verify(secret, sig string, body []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	want := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(want), []byte(sig))
}
func Handle(ctx *sdk.Context) (any, error) {
	body := []byte(`{"action":"push","repository":{"full_name":"a/b"},"commits":[{"id":"0123456789","message":"fix: x\n\nlong","added":["a.go","b.go"]},{"id":"abcdef0123","message":"wip"}]}`)
	mac := hmac.New(sha256.New, []byte("s3"))
	mac.Write(body)
	sig := fmt.Sprintf("sha256=%x", mac.Sum(nil))
	if !verify("s3", sig, body) || verify("s4", sig, body) {
		return nil, sdk.Error(401, "bad signature")
	}
	var ev Event
	if err := json.Unmarshal(body, &ev); err != nil {
		return nil, err
	}
	var lines []string
	for i, c := range ev.Commits {
		first, _, _ := strings.Cut(c.Message, "\n")
		lines = append(lines, fmt.Sprintf("%d. %.7s %s (%d files)", i+1, c.ID, first, len(c.Added)))
	}
	return sdk.JSON(202, map[string]any{"repo": ev.Repo.FullName, "lines": lines}), nil
}
