package calls

import (
	"io"
	"reflect"

	driver "MODULE/internal/gocloudworkshopprobe"
	step5 "MODULE/step5"
)

func init() {
	driver.Handle("Write", func(args driver.Args) any {
		var counter step5.Counter
		pointer := reflect.TypeOf(&counter)
		writer, is := any(&counter).(io.Writer)
		if !is {
			if method, has := pointer.MethodByName("Write"); has {
				return driver.M{"method": method.Type.String()}
			}
			return driver.M{}
		}
		writes := []driver.M{}
		for _, text := range args.Strings(0) {
			n, err := writer.Write([]byte(text))
			one := driver.M{"n": n, "lines": counter.Lines}
			if err != nil {
				one["error"] = err.Error()
			}
			writes = append(writes, one)
		}
		_, value := any(counter).(io.Writer)
		return driver.M{"writer": true, "value": value, "writes": writes}
	})
}
