// Accounts with an interface, typed errors, transactions that roll back.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Money int64

func (m Money) Format() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}

type Account struct {
	Owner   string
	Balance Money
	log     []string
}

var ErrFunds = errors.New("insufficient funds")

type Bank struct{ accs map[string]*Account }

func (b *Bank) get(n string) (*Account, error) {
	if a, ok := b.accs[n]; ok {
		return a, nil
	}
	return nil, fmt.Errorf("no account %q", n)
}
func (b *Bank) Transfer(from, to string, m Money) (err error) {
	defer func() {
		status := "ok"
		if err != nil {
			status = err.Error()
		}
		if a := b.accs[from]; a != nil {
			a.log = append(a.log, fmt.Sprintf("%s -> %s: %s", m.Format(), to, status))
		}
	}()
	src, err := b.get(from)
	if err != nil {
		return err
	}
	snapshot := *src
	defer func() {
		if err != nil {
			src.Balance = snapshot.Balance
		}
	}()
	src.Balance -= m
	if src.Balance < 0 {
		return fmt.Errorf("transfer of %s: %w", m.Format(), ErrFunds)
	}
	dst, err := b.get(to)
	if err != nil {
		return err
	}
	dst.Balance += m
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b := &Bank{accs: map[string]*Account{"a": {Owner: "A", Balance: 10050}, "b": {Owner: "B"}}}
	for _, t := range []struct {
		f, t string
		m    Money
	}{{"a", "b", 5025}, {"a", "b", 999999}, {"a", "z", 1}, {"z", "a", 1}, {"b", "a", 25}} {
		err := b.Transfer(t.f, t.t, t.m)
		out = append(out, fmt.Sprintln(err, errors.Is(err, ErrFunds), b.accs["a"].Balance.Format(), b.accs["b"].Balance.Format()))
	}
	out = append(out, fmt.Sprintln(strings.Join(b.accs["a"].log, ";"), Money(-5).Format()))
	return strings.Join(out, ""), nil
}
