package symbols

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// jsonField is a field of a struct as package json sees it.
type jsonField struct {
	name    string
	options string // those of its tag, each behind a comma
	path    []int
	tagged  bool
	t       *Type
}

func hasOption(options, name string) bool {
	return slices.Contains(strings.Split(options, ","), name)
}

// encoded are the fields that package json encodes. They are worked out once.
func (t *Type) encoded() []jsonField {
	if known := t.json.Load(); known != nil {
		return *known
	}
	fields := jsonFields(t)
	t.json.Store(&fields)
	return fields
}

// jsonFields are the fields of a struct type that package json encodes, in
// order: those of embedded structs too, but for the ones that others hide.
func jsonFields(t *Type) []jsonField {
	var all []jsonField
	type level struct {
		t    *Type
		path []int
	}
	current := []level{{t, nil}}
	seen := map[*Type]bool{}
	for len(current) > 0 {
		var next []level
		count := map[*Type]int{}
		for _, l := range current {
			if seen[l.t] {
				continue
			}
			count[l.t]++
			if count[l.t] > 1 { // twice on one level: the fields hide each other
				for _, f := range directFields(l.t, l.path) {
					all = append(all, f.jsonField)
				}
				continue
			}
			for _, f := range directFields(l.t, l.path) {
				if f.inner != nil {
					next = append(next, level{f.inner, f.path})
					continue
				}
				all = append(all, f.jsonField)
			}
		}
		for _, l := range current {
			seen[l.t] = true
		}
		current = next
	}
	slices.SortStableFunc(all, func(a, b jsonField) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		if c := len(a.path) - len(b.path); c != 0 {
			return c
		}
		if a.tagged != b.tagged {
			if a.tagged {
				return -1
			}
			return 1
		}
		return slices.Compare(a.path, b.path)
	})
	var out []jsonField
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].name == all[i].name {
			j++
		}
		if j == i+1 || len(all[i].path) != len(all[i+1].path) || all[i].tagged != all[i+1].tagged {
			out = append(out, all[i])
		}
		i = j
	}
	slices.SortFunc(out, func(a, b jsonField) int { return slices.Compare(a.path, b.path) })
	return out
}

// directField is a field, or an embedded struct whose fields count.
type directField struct {
	jsonField
	inner *Type
}

func directFields(t *Type, path []int) []directField {
	var out []directField
	for i, f := range t.Fields {
		inner := f.Type
		if inner.Kind == reflect.Pointer {
			inner = inner.elem()
		}
		if f.Embedded {
			if !f.Exported && inner.Kind != reflect.Struct {
				continue
			}
		} else if !f.Exported {
			continue
		}
		tag := reflect.StructTag(f.Tag).Get("json")
		if tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if !validName(name) {
			name = ""
		}
		field := directField{jsonField: jsonField{
			name: name, options: options, path: append(slices.Clone(path), i), tagged: name != "", t: f.Type,
		}}
		if name == "" && f.Embedded && inner.Kind == reflect.Struct && !inner.Foreign {
			field.inner = inner
		} else if name == "" {
			field.name = f.Name
		}
		out = append(out, field)
	}
	return out
}

// validName reports whether package json takes a name in a tag.
func validName(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}
