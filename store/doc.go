// Package store defines what PiCloud keeps and the interfaces of what keeps
// it. The drivers are in the packages below it; storetest holds the contract
// that each of them passes.
package store
