// Deep merge of decoded JSON, dotted paths, type juggling.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func merge(dst, src map[string]any) map[string]any {
	for k, v := range src {
		if sm, ok := v.(map[string]any); ok {
			if dm, ok := dst[k].(map[string]any); ok {
				dst[k] = merge(dm, sm)
				continue
			}
		}
		dst[k] = v
	}
	return dst
}
func lookup(m map[string]any, path string) (any, bool) {
	var cur any = m
	for _, k := range strings.Split(path, ".") {
		switch c := cur.(type) {
		case map[string]any:
			v, ok := c[k]
			if !ok {
				return nil, false
			}
			cur = v
		case []any:
			i, err := strconv.Atoi(k)
			if err != nil || i < 0 || i >= len(c) {
				return nil, false
			}
			cur = c[i]
		default:
			return nil, false
		}
	}
	return cur, true
}
func flatten(prefix string, v any, out map[string]string) {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			p := k
			if prefix != "" {
				p = prefix + "." + k
			}
			flatten(p, e, out)
		}
	case []any:
		for i, e := range x {
			flatten(fmt.Sprintf("%s[%d]", prefix, i), e, out)
		}
	default:
		out[prefix] = fmt.Sprint(x)
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var a, b map[string]any
	if err := json.Unmarshal([]byte(`{"db":{"host":"h","port":1},"l":[1,{"x":"y"}],"on":true}`), &a); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(`{"db":{"port":2,"tls":null},"new":"v"}`), &b); err != nil {
		return nil, err
	}
	m := merge(a, b)
	flat := map[string]string{}
	flatten("", m, flat)
	x, ok := lookup(m, "l.1.x")
	_, bad := lookup(m, "l.9")
	_, bad2 := lookup(m, "on.x")
	return map[string]any{"m": m, "flat": flat, "x": x, "ok": []bool{ok, bad, bad2}}, nil
}
