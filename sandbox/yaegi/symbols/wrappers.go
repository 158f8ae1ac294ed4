package symbols

import (
	"fmt"
	"net/http"
	"sync"
)

// Yaegi hands a value of a script's type to a native function that takes an
// interface in a struct of the value and its methods, which it looks up by the
// interface's package and name, with an underscore before it. Without one, the
// call fails inside yaegi, whether the script imports that package or not.

// interfaceWrappers returns those structs by export key. The maps are shared.
var interfaceWrappers = sync.OnceValue(func() map[string]table {
	return map[string]table{
		exportKey("fmt", "./././"): {
			"_Stringer":   typ[fmtStringer](),
			"_GoStringer": typ[fmtGoStringer](),
			"_Formatter":  typ[fmtFormatter](),
			"_State":      typ[fmtState](),
		},
		exportKey("encoding/json", "./././"): {
			"_Marshaler":   typ[jsonMarshaler](),
			"_Unmarshaler": typ[jsonUnmarshaler](),
		},
		exportKey("encoding", "./././"): {
			"_TextMarshaler":   typ[encodingTextMarshaler](),
			"_TextUnmarshaler": typ[encodingTextUnmarshaler](),
		},
		exportKey("sort", "./././"): {
			"_Interface": typ[sortInterface](),
		},
		exportKey("container/heap", "./././"): {
			"_Interface": typ[heapInterface](),
		},
		exportKey("net/http", "./././"): {
			"_Handler":        typ[httpHandler](),
			"_ResponseWriter": typ[httpResponseWriter](),
		},
		exportKey("hash", "./././"): {
			"_Hash":   typ[hashHash](),
			"_Hash32": typ[hashHash32](),
			"_Hash64": typ[hashHash64](),
		},
		exportKey("math/rand", "./././"): {
			"_Source":   typ[randSource](),
			"_Source64": typ[randSource64](),
		},
		exportKey("sync", "./././"): {
			"_Locker": typ[syncLocker](),
		},
		exportKey("io", "./././"): {
			"_Reader":          typ[ioReader](),
			"_Writer":          typ[ioWriter](),
			"_Closer":          typ[ioCloser](),
			"_Seeker":          typ[ioSeeker](),
			"_ReadWriter":      typ[ioReadWriter](),
			"_ReadCloser":      typ[ioReadCloser](),
			"_WriteCloser":     typ[ioWriteCloser](),
			"_ReadWriteCloser": typ[ioReadWriteCloser](),
			"_ReadSeeker":      typ[ioReadSeeker](),
			"_ReaderAt":        typ[ioReaderAt](),
			"_WriterTo":        typ[ioWriterTo](),
			"_ByteReader":      typ[ioByteReader](),
			"_ByteScanner":     typ[ioByteScanner](),
			"_ByteWriter":      typ[ioByteWriter](),
			"_RuneReader":      typ[ioRuneReader](),
			"_RuneScanner":     typ[ioRuneScanner](),
			"_StringWriter":    typ[ioStringWriter](),
		},
	}
})

type fmtStringer struct {
	IValue  any
	WString func() string
}

func (v fmtStringer) String() string { return v.WString() }

type fmtGoStringer struct {
	IValue    any
	WGoString func() string
}

func (v fmtGoStringer) GoString() string { return v.WGoString() }

type fmtFormatter struct {
	IValue  any
	WFormat func(f fmt.State, verb rune)
}

func (v fmtFormatter) Format(f fmt.State, verb rune) { v.WFormat(f, verb) }

type fmtState struct {
	IValue     any
	WWrite     func(b []byte) (n int, err error)
	WWidth     func() (wid int, ok bool)
	WPrecision func() (prec int, ok bool)
	WFlag      func(c int) bool
}

func (v fmtState) Write(b []byte) (n int, err error) { return v.WWrite(b) }
func (v fmtState) Width() (wid int, ok bool)         { return v.WWidth() }
func (v fmtState) Precision() (prec int, ok bool)    { return v.WPrecision() }
func (v fmtState) Flag(c int) bool                   { return v.WFlag(c) }

type jsonMarshaler struct {
	IValue       any
	WMarshalJSON func() ([]byte, error)
}

func (v jsonMarshaler) MarshalJSON() ([]byte, error) { return v.WMarshalJSON() }

type jsonUnmarshaler struct {
	IValue         any
	WUnmarshalJSON func(data []byte) error
}

func (v jsonUnmarshaler) UnmarshalJSON(data []byte) error { return v.WUnmarshalJSON(data) }

type encodingTextMarshaler struct {
	IValue       any
	WMarshalText func() (text []byte, err error)
}

func (v encodingTextMarshaler) MarshalText() (text []byte, err error) { return v.WMarshalText() }

type encodingTextUnmarshaler struct {
	IValue         any
	WUnmarshalText func(text []byte) error
}

func (v encodingTextUnmarshaler) UnmarshalText(text []byte) error { return v.WUnmarshalText(text) }

type sortInterface struct {
	IValue any
	WLen   func() int
	WLess  func(i, j int) bool
	WSwap  func(i, j int)
}

func (v sortInterface) Len() int           { return v.WLen() }
func (v sortInterface) Less(i, j int) bool { return v.WLess(i, j) }
func (v sortInterface) Swap(i, j int)      { v.WSwap(i, j) }

type heapInterface struct {
	IValue any
	WLen   func() int
	WLess  func(i, j int) bool
	WSwap  func(i, j int)
	WPush  func(x any)
	WPop   func() any
}

func (v heapInterface) Len() int           { return v.WLen() }
func (v heapInterface) Less(i, j int) bool { return v.WLess(i, j) }
func (v heapInterface) Swap(i, j int)      { v.WSwap(i, j) }
func (v heapInterface) Push(x any)         { v.WPush(x) }
func (v heapInterface) Pop() any           { return v.WPop() }

type httpHandler struct {
	IValue     any
	WServeHTTP func(w http.ResponseWriter, r *http.Request)
}

func (v httpHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) { v.WServeHTTP(w, r) }

type httpResponseWriter struct {
	IValue       any
	WHeader      func() http.Header
	WWrite       func(b []byte) (int, error)
	WWriteHeader func(status int)
}

func (v httpResponseWriter) Header() http.Header         { return v.WHeader() }
func (v httpResponseWriter) Write(b []byte) (int, error) { return v.WWrite(b) }
func (v httpResponseWriter) WriteHeader(status int)      { v.WWriteHeader(status) }

type hashHash struct {
	IValue     any
	WWrite     func(p []byte) (n int, err error)
	WSum       func(b []byte) []byte
	WReset     func()
	WSize      func() int
	WBlockSize func() int
}

func (v hashHash) Write(p []byte) (n int, err error) { return v.WWrite(p) }
func (v hashHash) Sum(b []byte) []byte               { return v.WSum(b) }
func (v hashHash) Reset()                            { v.WReset() }
func (v hashHash) Size() int                         { return v.WSize() }
func (v hashHash) BlockSize() int                    { return v.WBlockSize() }

type hashHash32 struct {
	IValue     any
	WWrite     func(p []byte) (n int, err error)
	WSum       func(b []byte) []byte
	WReset     func()
	WSize      func() int
	WBlockSize func() int
	WSum32     func() uint32
}

func (v hashHash32) Write(p []byte) (n int, err error) { return v.WWrite(p) }
func (v hashHash32) Sum(b []byte) []byte               { return v.WSum(b) }
func (v hashHash32) Reset()                            { v.WReset() }
func (v hashHash32) Size() int                         { return v.WSize() }
func (v hashHash32) BlockSize() int                    { return v.WBlockSize() }
func (v hashHash32) Sum32() uint32                     { return v.WSum32() }

type hashHash64 struct {
	IValue     any
	WWrite     func(p []byte) (n int, err error)
	WSum       func(b []byte) []byte
	WReset     func()
	WSize      func() int
	WBlockSize func() int
	WSum64     func() uint64
}

func (v hashHash64) Write(p []byte) (n int, err error) { return v.WWrite(p) }
func (v hashHash64) Sum(b []byte) []byte               { return v.WSum(b) }
func (v hashHash64) Reset()                            { v.WReset() }
func (v hashHash64) Size() int                         { return v.WSize() }
func (v hashHash64) BlockSize() int                    { return v.WBlockSize() }
func (v hashHash64) Sum64() uint64                     { return v.WSum64() }

type randSource struct {
	IValue any
	WInt63 func() int64
	WSeed  func(seed int64)
}

func (v randSource) Int63() int64    { return v.WInt63() }
func (v randSource) Seed(seed int64) { v.WSeed(seed) }

type randSource64 struct {
	IValue  any
	WInt63  func() int64
	WSeed   func(seed int64)
	WUint64 func() uint64
}

func (v randSource64) Int63() int64    { return v.WInt63() }
func (v randSource64) Seed(seed int64) { v.WSeed(seed) }
func (v randSource64) Uint64() uint64  { return v.WUint64() }

type syncLocker struct {
	IValue  any
	WLock   func()
	WUnlock func()
}

func (v syncLocker) Lock()   { v.WLock() }
func (v syncLocker) Unlock() { v.WUnlock() }
