package symbols

import (
	"bufio"
	"io"
)

func bufioStatic() table {
	return table{
		"NewWriter": fn(func(w io.Writer) *bufio.Writer { return bufio.NewWriter(w) }),
		"ScanBytes": fn(bufio.ScanBytes),
		"ScanLines": fn(bufio.ScanLines),
		"ScanRunes": fn(bufio.ScanRunes),
		"ScanWords": fn(bufio.ScanWords),

		"ErrTooLong":       variable(bufio.ErrTooLong),
		"MaxScanTokenSize": untyped(bufio.MaxScanTokenSize),

		"Reader":    typ[bufio.Reader](),
		"Scanner":   typ[bufio.Scanner](),
		"SplitFunc": typ[bufio.SplitFunc](),
		"Writer":    typ[bufio.Writer](),
	}
}

func bufioBound(h Host) table {
	return table{
		"NewReader":  fn(func(r io.Reader) *bufio.Reader { return bufio.NewReader(counted(h, r)) }),
		"NewScanner": fn(func(r io.Reader) *bufio.Scanner { return bufio.NewScanner(counted(h, r)) }),
	}
}
