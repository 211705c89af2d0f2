module example.com/go-in-an-hour

go 1.22
