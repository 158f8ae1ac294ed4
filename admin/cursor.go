package admin

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"

	"github.com/picloud/picloud/store"
)

// Page is one page of a list.
type Page[T any] struct {
	Items      []T    `json:"items" nullable:"false" doc:"The items of this page."`
	NextCursor string `json:"next_cursor,omitempty" doc:"What to send as cursor for the next page. Absent at the end."`
}

// Paging are the parameters of every list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items to return at most."`
	Cursor string `query:"cursor" maxLength:"1024" doc:"The next_cursor of the page before."`
}

// listOutput is the response of a list.
type listOutput[T any] struct {
	Body Page[T]
}

// cursor is a place in a list: behind one item. Clients see it as opaque text.
type cursor struct {
	// List keeps the cursor of one list from being used for another.
	List string `json:"l"`

	// One of these is set: the key of the last item.
	Name   string   `json:"n,omitempty"`
	ID     store.ID `json:"i,omitzero"`
	Number int64    `json:"v,omitempty"`
}

// The lists.
const (
	listAudit    = "audit"
	listScripts  = "scripts"
	listSessions = "sessions"
	listTokens   = "tokens"
	listVersions = "versions"
	listRoutes   = "routes"
	listLogs     = "logs"
)

// String returns the text form.
func (c cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		// Neither strings, ids nor numbers fail to marshal.
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// maxCursor is longer than any cursor that String returns for what a store
// holds.
const maxCursor = 1024

var errCursor = errors.New("not a cursor")

// parseCursor reads the text form of a cursor that is not at the beginning.
func parseCursor(text string) (cursor, error) {
	if len(text) > maxCursor {
		return cursor{}, errCursor
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return cursor{}, errCursor
	}
	var c cursor
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil || dec.More() {
		return cursor{}, errCursor
	}
	keys := 0
	for _, set := range []bool{c.Name != "", !c.ID.IsZero(), c.Number > 0} {
		if set {
			keys++
		}
	}
	// There is one text for each cursor, so whatever else was in it is seen.
	if keys != 1 || c.Number < 0 || c.String() != text {
		return cursor{}, errCursor
	}
	return c, nil
}

// after returns the place to go on from; the zero cursor is the beginning.
func (p Paging) after(list string) (cursor, error) {
	if p.Cursor == "" {
		return cursor{List: list}, nil
	}
	c, err := parseCursor(p.Cursor)
	if err != nil || c.List != list {
		return cursor{}, invalid(codeBadCursor, "query.cursor", p.Cursor,
			"the cursor is not one of this list: send the next_cursor of the page before, or leave it out to begin")
	}
	return c, nil
}

// page makes a page of the first limit of the records, which are one more than
// that when there is a next page.
func page[R, T any](records []R, limit int, item func(R) T, last func(R) cursor) *listOutput[T] {
	out := &listOutput[T]{}
	if len(records) > limit {
		records = records[:limit]
		out.Body.NextCursor = last(records[limit-1]).String()
	}
	out.Body.Items = make([]T, len(records))
	for i, r := range records {
		out.Body.Items[i] = item(r)
	}
	return out
}
