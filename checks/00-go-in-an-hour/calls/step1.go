package calls

import (
	driver "MODULE/internal/gocloudworkshopprobe"
	step1 "MODULE/step1"
)

var transfer func(from, to *step1.Account, amount int) bool = step1.Transfer

func init() {
	driver.Handle("Transfer", func(args driver.Args) any {
		from := step1.Account{Owner: "Ada", Balance: args.Int(0)}
		to := step1.Account{Owner: "Bob", Balance: args.Int(1)}
		done := transfer(&from, &to, args.Int(2))
		return driver.M{"done": done, "from": from.Balance, "to": to.Balance}
	})
}
