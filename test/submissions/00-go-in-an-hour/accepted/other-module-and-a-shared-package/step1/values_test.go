package step1

import "testing"

func TestTransfer(t *testing.T) {
	a, b := Account{Balance: 5}, Account{}
	if !Transfer(&a, &b, 5) || b.Balance != 5 {
		t.Fatal(a, b)
	}
}
