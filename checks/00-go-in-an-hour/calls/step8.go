package calls

import (
	driver "MODULE/internal/gocloudworkshopprobe"
	step8 "MODULE/step8"
)

var (
	decode func(text []byte) (step8.Order, error)  = step8.Decode
	encode func(order step8.Order) ([]byte, error) = step8.Encode
)

func init() {
	driver.Handle("Trip", func(args driver.Args) any {
		order, err := decode([]byte(args.String(0)))
		if err != nil {
			return driver.M{"decode": err.Error()}
		}
		return encoded(order)
	})
	driver.Handle("Zero", func(driver.Args) any {
		var order step8.Order
		return encoded(order)
	})
}

func encoded(order step8.Order) any {
	text, err := encode(order)
	if err != nil {
		return driver.M{"encode": err.Error()}
	}
	return driver.M{"json": string(text)}
}
