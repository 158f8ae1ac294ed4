package routing

import "strings"

// methodSet is a set of methods as bits, in alphabetical order. The last bit stands for every method without a name here.
type methodSet uint8

const (
	methodDelete methodSet = 1 << iota
	methodGet
	methodHead
	methodOptions
	methodPatch
	methodPost
	methodPut
	methodOther

	methodAny methodSet = 1<<8 - 1
)

var methodNames = [...]string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

// methodOf returns the set of one request method. Methods of requests are case-sensitive.
func methodOf(name string) methodSet {
	switch name {
	case "GET":
		return methodGet
	case "HEAD":
		return methodHead
	case "POST":
		return methodPost
	case "PUT":
		return methodPut
	case "PATCH":
		return methodPatch
	case "DELETE":
		return methodDelete
	case "OPTIONS":
		return methodOptions
	}
	return methodOther
}

// answers adds the HEAD that a GET route serves on the side.
func (m methodSet) answers() methodSet {
	if m&methodGet != 0 {
		m |= methodHead
	}
	return m
}

// names lists the methods with a name, sorted.
func (m methodSet) names() []string {
	var list []string
	for i, name := range methodNames {
		if m&(1<<i) != 0 {
			list = append(list, name)
		}
	}
	return list
}

// example returns a method of the set, GET when it can. The set must hold one with a name.
func (m methodSet) example() string {
	if m&methodGet != 0 {
		return "GET"
	}
	return m.names()[0]
}

// parseMethod reads the method of a Spec and returns its normal spelling, empty for any.
func parseMethod(raw string) (string, methodSet, *ParseError) {
	name := strings.ToUpper(raw)
	if name == "" || name == "*" || name == "ANY" {
		return "", methodAny, nil
	}
	if m := methodOf(name); m != methodOther {
		return name, m, nil
	}
	return "", 0, &ParseError{Field: "method", Code: "unknown_method",
		Reason: "unknown method: use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS, or leave it empty for any"}
}
