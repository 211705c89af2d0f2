package calls

import (
	"errors"
	"strconv"

	driver "MODULE/internal/gocloudworkshopprobe"
	step3 "MODULE/step3"
)

var parseAge func(text string) (int, error) = step3.ParseAge

func init() {
	driver.Handle("ParseAge", func(args driver.Args) any {
		age, err := parseAge(args.String(0))
		if err == nil {
			return driver.M{"age": age}
		}
		return driver.M{
			"age": age, "error": err.Error(),
			"syntax": errors.Is(err, strconv.ErrSyntax), "range": errors.Is(err, strconv.ErrRange),
			"negative": errors.Is(err, step3.ErrNegative),
		}
	})
}
