// Package devserver serves one script from its file, for those who write it:
// without a database, and anew whenever the file changes.
package devserver
