// Package sdkrun holds the rules by which a handler is called and what it
// returns becomes a response, beside [sdk.ResponseOf]. PiCloud and package
// sdktest both follow them; scripts do not import it.
package sdkrun
