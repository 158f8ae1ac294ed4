package symbols

import (
	"maps"
	"path"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/traefik/yaegi/interp"
)

// Host is what the exposed functions report to: the execution they run in.
//
// A method may end the execution by a panic or runtime.Goexit. After a panic it
// has to panic on every call: package fmt recovers panics of the String methods
// it calls, and the functions of this package call Charge again when it is done.
type Host interface {
	// Charge counts work that is done natively on the script's behalf, in
	// operations of about 50 ns each. It is called before the work, where the
	// amount is known by then.
	Charge(ops int64)

	// Allocate counts memory that is about to be allocated natively, in bytes.
	Allocate(bytes int64)

	// Print is called with what a script prints with fmt.Print, Printf and
	// Println.
	Print(text string)

	// Sleep is time.Sleep. It ends early, and does not return, when the execution is
	// over. A duration of zero or less returns at once.
	Sleep(d time.Duration)
}

// table holds symbols by name, in the form that yaegi takes: a function or a
// typed constant is its value, an untyped constant a constant.Value, a type a
// nil pointer to it, and a variable is either a pointer that is not nil or a
// value made by [variable].
type table = map[string]reflect.Value

// listing is how one package is exposed.
type listing struct {
	// static returns the symbols that all interpreters share.
	static func() table

	// bound returns the symbols that belong to one interpreter, because they
	// report to its host or are a copy of a variable.
	bound func(h Host) table

	// internal is set for what scripts cannot import.
	internal bool
}

// listings returns every package that scripts may import, by path.
func listings() map[string]listing {
	return map[string]listing{
		nativePath:                       {bound: nativeBound, internal: true},
		ValuesPath:                       {bound: valuesBound, internal: true},
		"bytes":                          {static: bytesStatic, bound: bytesBound},
		"bufio":                          {static: bufioStatic, bound: bufioBound},
		"cmp":                            {},
		"container/heap":                 {static: heapStatic},
		"container/list":                 {static: listStatic},
		"crypto/hmac":                    {bound: hmacBound},
		"crypto/md5":                     {static: md5Static, bound: md5Bound},
		"crypto/rand":                    {bound: cryptoRandBound},
		"crypto/sha1":                    {static: sha1Static, bound: sha1Bound},
		"crypto/sha256":                  {static: sha256Static, bound: sha256Bound},
		"crypto/sha512":                  {static: sha512Static, bound: sha512Bound},
		"crypto/subtle":                  {static: subtleStatic},
		"encoding/base32":                {static: base32Static, bound: base32Bound},
		"encoding/base64":                {static: base64Static, bound: base64Bound},
		"encoding/hex":                   {static: hexStatic, bound: hexBound},
		"encoding/json":                  {static: jsonStatic, bound: jsonBound},
		"errors":                         {static: errorsStatic, bound: errorsBound},
		"fmt":                            {static: fmtStatic, bound: fmtBound},
		"github.com/picloud/picloud/sdk": {static: sdkStatic, bound: sdkBound},
		"hash":                           {static: hashStatic},
		"hash/crc32":                     {static: crc32Static, bound: crc32Bound},
		"hash/fnv":                       {bound: fnvBound},
		"html":                           {bound: htmlBound},
		"maps":                           {},
		"io":                             {static: ioStatic, bound: ioBound},
		"iter":                           {},
		"math":                           {static: mathStatic},
		"math/bits":                      {static: bitsStatic},
		"math/cmplx":                     {static: cmplxStatic},
		"math/rand":                      {static: randStatic, bound: randBound},
		"net/http":                       {static: httpStatic, bound: httpBound},
		"net/url":                        {static: urlStatic, bound: urlBound},
		"path":                           {static: pathStatic, bound: pathBound},
		"regexp":                         {static: regexpStatic, bound: regexpBound},
		"slices":                         {},
		"sort":                           {static: sortStatic, bound: sortBound},
		"strconv":                        {static: strconvStatic, bound: strconvBound},
		"strings":                        {static: stringsStatic, bound: stringsBound},
		"sync":                           {static: syncStatic},
		"time":                           {static: timeStatic, bound: timeBound},
		"unicode":                        {static: unicodeStatic},
		"unicode/utf16":                  {bound: utf16Bound},
		"unicode/utf8":                   {static: utf8Static, bound: utf8Bound},
	}
}

// entry is a listing with what is worked out once. A path has up to three
// keys in an export table, so that the shared maps need no copying: yaegi
// takes the directory of a key as the import path, and merges.
type entry struct {
	static    func() table
	bound     func(h Host) table
	internal  bool
	staticKey string
	boundKey  string
}

// catalog is read-only once built.
var catalog = sync.OnceValue(func() map[string]entry {
	entries := make(map[string]entry)
	for p, l := range listings() {
		e := entry{bound: l.bound, internal: l.internal, staticKey: exportKey(p, "./"), boundKey: exportKey(p, "././")}
		if l.static != nil {
			e.static = sync.OnceValue(l.static)
		}
		entries[p] = e
	}
	return entries
})

// exportKey returns a key that yaegi reads as the import path p. The dots make
// it differ from "fmt/fmt", at which yaegi would compile sources of its own
// and replace symbols.
func exportKey(p, dots string) string { return p + "/" + dots + path.Base(p) }

// Packages returns the import paths that scripts may use, sorted.
func Packages() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(catalog())), func(p string) bool { return !Allowed(p) })
}

// Allowed reports whether scripts may import path.
func Allowed(path string) bool {
	e, ok := catalog()[path]
	return ok && !e.internal
}

// Exports returns the symbols of the packages named by paths, and what yaegi
// needs to hand values of a script's types to any of them. Paths that are not
// allowed are passed over. What the symbols do is reported to h.
//
// The result is for one interpreter: it shares no variable with another call's.
// Its maps must not be changed.
func Exports(h Host, paths []string) interp.Exports {
	entries := catalog()
	wrappers := interfaceWrappers()
	exports := make(interp.Exports, 2*len(paths)+len(wrappers)+1)
	maps.Copy(exports, wrappers)
	special := map[reflect.Value][]reflect.Type{}
	for _, p := range paths {
		e, ok := entries[p]
		if !ok {
			continue
		}
		if e.static != nil {
			exports[e.staticKey] = e.static()
		}
		if e.bound != nil {
			symbols := e.bound(h)
			exports[e.boundKey] = symbols
			addSpecial(special, p, symbols)
		}
	}
	exports["."] = table{"MapTypes": reflect.ValueOf(special)}
	return exports
}

// symbolsOf returns everything that the package at path exposes, for reading.
// The bound symbols must not be called.
func symbolsOf(e entry) table {
	all := table{}
	if e.static != nil {
		maps.Copy(all, e.static())
	}
	if e.bound != nil {
		maps.Copy(all, e.bound(nil))
	}
	return all
}
