package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// secret is what you typed where the webhook is set up. Put your own here.
const secret = "It's a Secret to Everybody"

// Handle takes webhooks that are signed the way GitHub signs them: the header
// X-Hub-Signature-256 holds sha256= and the HMAC of the body.
func Handle(ctx *sdk.Context) (any, error) {
	if !signed(ctx.Request) {
		ctx.Log.Warn("wrong signature", "from", ctx.Request.RemoteIP)
		return nil, sdk.Error(http.StatusUnauthorized, "the signature is missing or wrong")
	}
	event := ctx.Request.Header.Get("X-GitHub-Event")
	if event == "ping" {
		return "pong", nil
	}
	var payload struct {
		Action     string `json:"action"`
		Repository struct {
			Name string `json:"full_name"`
		} `json:"repository"`
	}
	if err := ctx.Request.JSON(&payload); err != nil {
		return nil, err
	}
	ctx.Log.Info("event", "kind", event, "action", payload.Action, "repository", payload.Repository.Name)

	// Do the work here. Senders wait for seconds only.
	return sdk.JSON(http.StatusAccepted, map[string]string{"accepted": event, "repository": payload.Repository.Name}), nil
}

// signed reports whether the body was signed with the secret.
func signed(r *sdk.Request) bool {
	signature, err := hex.DecodeString(strings.TrimPrefix(r.Header.Get("X-Hub-Signature-256"), "sha256="))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(r.Body)
	return hmac.Equal(mac.Sum(nil), signature) // in constant time, unlike ==
}
