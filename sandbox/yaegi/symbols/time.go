package symbols

import (
	"time"
	_ "time/tzdata" // where scripts run there may be no zone files, or no files at all
)

func timeStatic() table {
	return table{
		"Date":            fn(time.Date),
		"FixedZone":       fn(time.FixedZone),
		"Now":             fn(time.Now),
		"Parse":           fn(time.Parse),
		"ParseDuration":   fn(time.ParseDuration),
		"ParseInLocation": fn(time.ParseInLocation),
		"Since":           fn(time.Since),
		"Unix":            fn(time.Unix),
		"UnixMicro":       fn(time.UnixMicro),
		"UnixMilli":       fn(time.UnixMilli),
		"Until":           fn(time.Until),

		// Not a copy: == on Time compares the pointer.
		"UTC": variable(time.UTC),

		"Nanosecond":  fn(time.Nanosecond),
		"Microsecond": fn(time.Microsecond),
		"Millisecond": fn(time.Millisecond),
		"Second":      fn(time.Second),
		"Minute":      fn(time.Minute),
		"Hour":        fn(time.Hour),

		"January":   fn(time.January),
		"February":  fn(time.February),
		"March":     fn(time.March),
		"April":     fn(time.April),
		"May":       fn(time.May),
		"June":      fn(time.June),
		"July":      fn(time.July),
		"August":    fn(time.August),
		"September": fn(time.September),
		"October":   fn(time.October),
		"November":  fn(time.November),
		"December":  fn(time.December),

		"Sunday":    fn(time.Sunday),
		"Monday":    fn(time.Monday),
		"Tuesday":   fn(time.Tuesday),
		"Wednesday": fn(time.Wednesday),
		"Thursday":  fn(time.Thursday),
		"Friday":    fn(time.Friday),
		"Saturday":  fn(time.Saturday),

		"ANSIC":       untyped(time.ANSIC),
		"DateOnly":    untyped(time.DateOnly),
		"DateTime":    untyped(time.DateTime),
		"Kitchen":     untyped(time.Kitchen),
		"Layout":      untyped(time.Layout),
		"RFC1123":     untyped(time.RFC1123),
		"RFC1123Z":    untyped(time.RFC1123Z),
		"RFC3339":     untyped(time.RFC3339),
		"RFC3339Nano": untyped(time.RFC3339Nano),
		"RFC822":      untyped(time.RFC822),
		"RFC822Z":     untyped(time.RFC822Z),
		"RFC850":      untyped(time.RFC850),
		"RubyDate":    untyped(time.RubyDate),
		"Stamp":       untyped(time.Stamp),
		"StampMicro":  untyped(time.StampMicro),
		"StampMilli":  untyped(time.StampMilli),
		"StampNano":   untyped(time.StampNano),
		"TimeOnly":    untyped(time.TimeOnly),
		"UnixDate":    untyped(time.UnixDate),

		"Duration":   typ[time.Duration](),
		"Location":   typ[time.Location](),
		"Month":      typ[time.Month](),
		"ParseError": typ[time.ParseError](),
		"Time":       typ[time.Time](),
		"Weekday":    typ[time.Weekday](),
	}
}

func timeBound(h Host) table {
	return table{
		"Sleep":        fn(func(d time.Duration) { h.Sleep(d) }),
		"LoadLocation": fn(loadLocation(h)),
	}
}

// loadLocation knows no "Local": what the server's zone is set to is not for
// scripts to depend on. The result is the script's own.
func loadLocation(h Host) func(string) (*time.Location, error) {
	return func(name string) (*time.Location, error) {
		h.Charge(1000)
		h.Allocate(8 << 10)
		if name == "Local" {
			return time.UTC, nil
		}
		return time.LoadLocation(name)
	}
}
