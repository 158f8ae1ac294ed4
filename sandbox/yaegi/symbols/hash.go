package symbols

import (
	"hash"
	"hash/crc32"
	"hash/fnv"
)

func hashStatic() table {
	return table{
		"Hash":   typ[hash.Hash](),
		"Hash32": typ[hash.Hash32](),
		"Hash64": typ[hash.Hash64](),
	}
}

// hashing counts n bytes of a hash.
func hashing(h Host, n int) { pass(h, 2*n) }

// meteredHash is a hash that reports to a host.
type meteredHash struct {
	hash.Hash
	host Host
}

// Write adds p to the hash.
func (m *meteredHash) Write(p []byte) (int, error) { hashing(m.host, len(p)); return m.Hash.Write(p) }

type meteredHash32 struct {
	hash.Hash32
	host Host
}

// Write adds p to the hash.
func (m *meteredHash32) Write(p []byte) (int, error) {
	hashing(m.host, len(p))
	return m.Hash32.Write(p)
}

type meteredHash64 struct {
	hash.Hash64
	host Host
}

// Write adds p to the hash.
func (m *meteredHash64) Write(p []byte) (int, error) {
	hashing(m.host, len(p))
	return m.Hash64.Write(p)
}

func newHash(h Host, f func() hash.Hash) func() hash.Hash {
	return func() hash.Hash { return &meteredHash{f(), h} }
}

func newHash32(h Host, f func() hash.Hash32) func() hash.Hash32 {
	return func() hash.Hash32 { return &meteredHash32{f(), h} }
}

func newHash64(h Host, f func() hash.Hash64) func() hash.Hash64 {
	return func() hash.Hash64 { return &meteredHash64{f(), h} }
}

func fnvBound(h Host) table {
	return table{
		"New32":   fn(newHash32(h, fnv.New32)),
		"New32a":  fn(newHash32(h, fnv.New32a)),
		"New64":   fn(newHash64(h, fnv.New64)),
		"New64a":  fn(newHash64(h, fnv.New64a)),
		"New128":  fn(newHash(h, fnv.New128)),
		"New128a": fn(newHash(h, fnv.New128a)),
	}
}

func crc32Static() table {
	return table{
		"MakeTable": fn(makeTable),

		"Castagnoli": untyped(uint64(crc32.Castagnoli)),
		"IEEE":       untyped(uint64(crc32.IEEE)),
		"Koopman":    untyped(uint64(crc32.Koopman)),
		"Size":       untyped(crc32.Size),

		"Table": typ[crc32.Table](),
	}
}

// makeTable returns a copy: for known polynomials the original is shared by
// the whole process, and a table can be written to.
func makeTable(poly uint32) *crc32.Table {
	t := *crc32.MakeTable(poly)
	return &t
}

func crc32Bound(h Host) table {
	return table{
		"Checksum": fn(func(data []byte, tab *crc32.Table) uint32 {
			hashing(h, len(data))
			return crc32.Checksum(data, tab)
		}),
		"ChecksumIEEE": digest(h, crc32.ChecksumIEEE),
		"New":          fn(func(tab *crc32.Table) hash.Hash32 { return &meteredHash32{crc32.New(tab), h} }),
		"NewIEEE":      fn(newHash32(h, crc32.NewIEEE)),
		"Update": fn(func(crc uint32, tab *crc32.Table, p []byte) uint32 {
			hashing(h, len(p))
			return crc32.Update(crc, tab, p)
		}),
	}
}
